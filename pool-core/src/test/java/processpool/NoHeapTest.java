package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A moment in which the program's heap is full may cost what arrives in it, but leaves no result
 * pending, no callback uncalled and no worker unreplaced once there is room again. Conformance line
 * 47.
 */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "one system's JVM is enough to fill")
@EnabledIfSystemProperty(
    named = "no.heap",
    matches = "true",
    disabledReason = "by hand: it depends on chance; ShortageTest and BadMomentsTest do not")
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time
class NoHeapTest {
  /** What happens in that moment. */
  enum Moment {
    RESULTS_ARRIVE,
    TASKS_FAIL,
    A_WORKER_DIES,
    A_WORKER_RETIRES,
    A_TIME_LIMIT_IS_OVER
  }

  /** Fills its heap for two seconds, and prints what has not ended some time later. */
  static class Program {
    private static final Pending PENDING = new Pending();
    private static final int[] SIZES = {400_000, 10_000};
    private static List<byte[]> hog = new ArrayList<>(4_000);

    static byte[] bytesSoon(int size) throws Exception {
      TimeUnit.MILLISECONDS.sleep(50);
      return new byte[size];
    }

    static int failSoon(int x) throws Exception {
      TimeUnit.MILLISECONDS.sleep(50);
      throw new IllegalStateException("failed " + x);
    }

    static int dieSoon(int millis) throws Exception {
      TimeUnit.MILLISECONDS.sleep(millis);
      Runtime.getRuntime().halt(3);
      return 0;
    }

    private static void prepare(Moment moment, ProcessPool pool) {
      switch (moment) {
        case RESULTS_ARRIVE -> {
          for (int i = 0; i < 40; i++) {
            PENDING.note("bytes " + i, pool.applyAsync(Program::bytesSoon, 200_000));
          }
        }
        case TASKS_FAIL -> {
          for (int i = 0; i < 40; i++) {
            PENDING.note("failing " + i, pool.applyAsync(Program::failSoon, i));
          }
          PENDING.note("failing map", pool.mapAsync(Program::failSoon, List.of(1, 2, 3, 4), 1));
        }
        case A_WORKER_DIES -> {
          for (int i = 0; i < 4; i++) {
            PENDING.note("dying " + i, pool.applyAsync(Program::dieSoon, 300));
          }
          PENDING.note("behind it", pool.applyAsync(Tasks::square, 2));
        }
        case A_WORKER_RETIRES -> {
          for (int i = 0; i < 12; i++) {
            PENDING.note("sleeping " + i, pool.applyAsync(Program::bytesSoon, 10));
          }
        }
        case A_TIME_LIMIT_IS_OVER -> {
          PENDING.note("too long", pool.applyAsync(Tasks::sleepForever));
          PENDING.note("behind it", pool.applyAsync(Tasks::square, 2));
        }
      }
    }

    private static void fill() {
      for (int size : SIZES) {
        try {
          while (true) {
            hog.add(new byte[size]);
          }
        } catch (OutOfMemoryError full) {
          continue;
        }
      }
    }

    private static void tellWhoWaits() {
      Thread.getAllStackTraces()
          .forEach((thread, stack) -> System.err.println(thread + " " + List.of(stack)));
      System.err.println(ProcessHandle.current().children().map(ProcessHandle::info).toList());
    }

    public static void main(String[] args) throws Exception {
      Moment moment = Moment.valueOf(args[0]);
      ProcessPool.Builder builder = ProcessPool.builder().processes(2).jvmOptions("-Xmx64m");
      if (moment == Moment.A_TIME_LIMIT_IS_OVER) {
        builder.taskTimeout(Duration.ofSeconds(1));
      }
      if (moment == Moment.A_WORKER_RETIRES) {
        builder.maxTasksPerChild(3);
      }
      ProcessPool pool = builder.build();
      for (int i = 0; i < 4; i++) {
        var unused = pool.map(Tasks::square, List.of(1, 2, 3, 4), 1);
        TimeUnit.MILLISECONDS.sleep(100);
      }
      prepare(moment, pool);
      for (long end = System.nanoTime() + 2_000_000_000L; System.nanoTime() < end; ) {
        fill(); // whatever others have let go meanwhile
        TimeUnit.MILLISECONDS.sleep(20);
      }
      hog = null;
      System.gc();
      TimeUnit.MILLISECONDS.sleep(500);
      for (int i = 0; i < 6; i++) {
        PENDING.note("later " + i, pool.applyAsync(Tasks::square, i));
      }
      List<String> never = PENDING.neverEnded();
      System.out.println("never ended: " + never);
      if (!never.isEmpty()) {
        tellWhoWaits();
      }
      System.out.println(
          "afterwards: " + pool.applyAsync(Tasks::square, 5).get(Duration.ofSeconds(20)));
      pool.close();
      boolean joined = pool.join(Duration.ofSeconds(20));
      System.out.println("joined: " + joined);
      if (!joined) {
        tellWhoWaits();
      }
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RESULTS_ARRIVE, true", "RESULTS_ARRIVE, false",
    "TASKS_FAIL, true", "TASKS_FAIL, false",
    "A_WORKER_DIES, true", "A_WORKER_DIES, false",
    "A_WORKER_RETIRES, true", "A_WORKER_RETIRES, false",
    "A_TIME_LIMIT_IS_OVER, true", "A_TIME_LIMIT_IS_OVER, false"
  })
  void aMomentWithoutRoomLeavesNothingPending(Moment moment, boolean memory) throws Exception {
    List<String> options =
        List.of("-Xmx64m", "-Xlog:disable", "-D" + PathLog.SWITCH + "=" + memory);
    Programs.Ended ended = Programs.run(Program.class, options, moment.name());
    assertThat(ended.out().lines())
        .as(ended.out() + ended.err())
        .containsExactly("never ended: []", "afterwards: 25", "joined: true");
  }
}
