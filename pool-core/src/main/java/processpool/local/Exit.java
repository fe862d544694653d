package processpool.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import processpool.schedule.Room;

/** The end of a process, whatever becomes of the JDK's own thread that is to learn of it. */
final class Exit {
  /**
   * How often the system is asked whether it still lives, should Java not learn of its end. Seldom:
   * every two seconds, the idle workers of a hundred pools took this process 1.3 % of a processor.
   */
  private static final long STEP_MILLIS = 10_000;

  private Exit() {}

  /**
   * Waits for its exit code; -1 when it has ended and nobody knows how: the JDK's own thread that
   * learns of a process's end dies of a moment without memory.
   */
  static int await(Process process) {
    while (true) {
      try {
        if (process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
          return process.exitValue();
        }
        if (!lives(process.pid()) && !process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
          return -1;
        }
      } catch (InterruptedException ofNobodysMaking) {
        // These threads are the pool's own; only the process's end ends the wait.
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  private static boolean lives(long pid) {
    try { // one that has ended and was not asked for its exit code counts as alive for Java
      String state = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return state.charAt(state.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException elsewhereOrGone) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    } catch (IOException | RuntimeException unknown) {
      return true; // there may be no descriptor left to ask with: the next step does
    }
  }
}
