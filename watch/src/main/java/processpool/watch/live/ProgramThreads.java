package processpool.watch.live;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The threads of this program. */
public final class ProgramThreads {
  private ProgramThreads() {}

  /**
   * All that live, as far as that can be seen at one moment.
   *
   * @return a snapshot
   */
  public static List<Thread> all() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    for (ThreadGroup up = all.getParent(); up != null; up = up.getParent()) {
      all = up;
    }
    @Nullable Thread[] threads = new Thread[all.activeCount() + 16];
    int count = all.enumerate(threads);
    return Arrays.stream(threads, 0, count).filter(Objects::nonNull).toList();
  }

  /**
   * Whether a thread is the one by which the JVM waits for those that are no daemons, once {@code
   * main} has returned.
   *
   * @param thread any
   * @return whether
   */
  public static boolean isTheJvmsEnd(Thread thread) {
    return thread.getName().equals("DestroyJavaVM");
  }
}
