package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A moment in which no thread can be had delays what needs one, and loses nothing: every result
 * ends, and every callback is called. Conformance line 46.
 */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no limit that root obeys")
class NoThreadsTest {
  /** What happens in that moment. */
  enum Moment {
    TASKS_FAIL,
    A_WORKER_DIES,
    TASKS_ARE_SUBMITTED,
    A_TIME_LIMIT_IS_OVER,
    A_POOL_IS_MADE
  }

  /**
   * Threads have such stacks that the address space holds few: when it is full for a further one,
   * there is room for all else.
   */
  private static final String STACK = "-Xss200m";

  private static final String ADDRESS_SPACE = "16000000";

  /** Takes all threads away for two seconds, and prints what has not ended some time later. */
  static class Program {
    private static final Pending PENDING = new Pending();
    private static volatile boolean free;

    private static ProcessPool.Builder builder() {
      return ProcessPool.builder()
          .processes(1)
          .jvmOptions("-Xmx64m")
          .listener(new PoolListener() {});
    }

    static int fail(int x) {
      throw new IllegalStateException("failed " + x);
    }

    static int length(byte[] bytes) {
      return bytes.length;
    }

    static void sit() {
      while (!free) {
        try {
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private static boolean startAnother() {
      try {
        Thread thread = new Thread(Program::sit, "hog");
        thread.setDaemon(true);
        thread.start();
        return true;
      } catch (OutOfMemoryError none) {
        return false;
      }
    }

    private static void submit(String name, java.util.concurrent.Callable<AsyncResult<?>> what) {
      try {
        PENDING.noteAlone(name, what.call());
      } catch (Throwable refused) { // the caller knows
        System.out.println("refused " + name);
      }
    }

    private static void happen(Moment moment, ProcessPool pool) {
      switch (moment) {
        case TASKS_FAIL -> {
          for (int i = 0; i < 3; i++) {
            int x = i;
            submit("failing " + i, () -> pool.applyAsync(Program::fail, x));
            submit("failing map " + i, () -> pool.mapAsync(Program::fail, List.of(1, 2), 1));
          }
        }
        case TASKS_ARE_SUBMITTED -> {
          submit("good", () -> pool.applyAsync(Tasks::square, 1));
          submit("large", () -> pool.applyAsync(Program::length, new byte[20_000_000]));
          submit("map", () -> pool.mapAsync(Tasks::square, List.of(1, 2), 1));
        }
        case A_POOL_IS_MADE ->
            submit("task of a new pool", () -> builder().build().applyAsync(Tasks::square, 1));
        default -> {}
      }
    }

    public static void main(String[] args) throws Exception {
      Moment moment = Moment.valueOf(args[0]);
      ProcessPool.Builder builder = builder();
      if (moment == Moment.A_TIME_LIMIT_IS_OVER) {
        builder.taskTimeout(Duration.ofSeconds(2));
      }
      ProcessPool pool = builder.build();
      for (int i = 0; i < 5; i++) {
        AsyncResult<Integer> warm = pool.applyAsync(Tasks::square, i);
        PENDING.note("warm " + i, warm);
        var unused = warm.get();
        TimeUnit.MILLISECONDS.sleep(100);
      }
      PENDING.note("soon over", pool.applyAsync(Tasks::interval, 1_000));
      if (moment == Moment.A_WORKER_DIES || moment == Moment.A_TIME_LIMIT_IS_OVER) {
        PENDING.note("dying", pool.applyAsync(Tasks::sleepForever));
        PENDING.note("behind it", pool.applyAsync(Tasks::square, 2));
        if (moment == Moment.A_WORKER_DIES) {
          String kill = "sleep 2; kill -9 " + pool.workerPids().get(0);
          Process unused = new ProcessBuilder("sh", "-c", kill).start();
        }
      }
      int hogs = 0;
      while (startAnother()) {
        hogs++;
      }
      happen(moment, pool);
      for (long end = System.nanoTime() + 4_000_000_000L; System.nanoTime() < end; ) {
        hogs += startAnother() ? 1 : 0; // whatever ends meanwhile
      }
      System.out.println("hogs: " + (hogs > 5));
      free = true;
      TimeUnit.MILLISECONDS.sleep(500);
      PENDING.note("later", pool.applyAsync(Program::fail, 9));
      PENDING.note("later, good", pool.applyAsync(Tasks::square, 9));
      System.out.println("never ended: " + PENDING.neverEnded());
      pool.close();
      System.out.println("joined: " + pool.join(Duration.ofSeconds(20)));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMomentWithoutThemLosesNothing(Moment moment) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -v " + ADDRESS_SPACE + "; exec \"$@\"", "sh"));
    List<String> options = List.of(STACK, "-Xmx256m", "-Xlog:disable");
    command.addAll(Programs.command(Program.class, options, moment.name()).command());
    Programs.Ended ended = Programs.run(new ProcessBuilder(command));
    assertThat(ended.out().lines().filter(line -> !line.startsWith("refused ")))
        .as(ended.out() + ended.err())
        .containsExactly("hogs: true", "never ended: []", "joined: true");
  }
}
