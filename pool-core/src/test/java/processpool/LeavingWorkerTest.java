package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker that is to leave is gone at once, as nothing in it waits in a read; what a task wanted
 * done at its end is done, and its parent's end is still its own. Conformance line 66.
 */
@Timeout(120)
class LeavingWorkerTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PathLog log = new PathLog();
  private final String memoryBefore = System.getProperty(PathLog.SWITCH, "true");
  private ProcessPool pool;
  private Process program;

  @AfterEach
  void restore() {
    System.setProperty(PathLog.SWITCH, memoryBefore);
    log.close();
    if (pool != null) {
      pool.terminate();
    }
    if (program != null) {
      program.destroyForcibly();
    }
  }

  private void start(boolean memory) {
    System.setProperty(PathLog.SWITCH, Boolean.toString(memory && memoryBefore.equals("true")));
    pool = new ProcessPool(3);
    log.settle(pool);
  }

  private long millisToLeave() throws InterruptedException {
    long begun = System.nanoTime();
    pool.close();
    assertThat(pool.join(LIMIT)).isTrue();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anIdlePoolIsGoneAtOnce(boolean memory) throws Exception {
    long least = Long.MAX_VALUE;
    // A JVM waits 300 ms for a thread in a native read. The machine may be busy with other things.
    for (int round = 0; round < 25 && least >= 250; round++) {
      start(memory);
      least = Math.min(least, millisToLeave());
    }
    assertThat(least).as("ms that close and join take").isLessThan(250);
  }

  /** Says on its way out whether somebody has called System.exit there. */
  static void watchTheEnd() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  boolean called =
                      Thread.getAllStackTraces().values().stream()
                          .flatMap(Arrays::stream)
                          .anyMatch(
                              frame ->
                                  frame.getClassName().equals("java.lang.Runtime")
                                      && frame.getMethodName().equals("exit"));
                  System.out.println("exit was called: " + called);
                }));
  }

  /** That looks for a logger first, since JDK 21, for which it opens all jars there are. */
  @Test
  void itEndsByReturningUnlessATaskHasLeftAThread() throws Exception {
    String said = "";
    for (int round = 0; round < 25 && !said.contains("false"); round++) { // it may be slow once
      try (CapturedOutput captor = new CapturedOutput()) {
        pool = new ProcessPool(1);
        pool.runAsync(LeavingWorkerTest::watchTheEnd).get(LIMIT);
        millisToLeave();
        said = captor.out();
      }
    }
    assertThat(said).isEqualToIgnoringNewLines("exit was called: false");
  }

  static void leaveAThread() {
    new Thread(
            () -> {
              while (true) {
                LockSupport.park();
              }
            })
        .start();
  }

  @Test
  void aThreadThatATaskHasLeftDoesNotKeepIt() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool = new ProcessPool(1);
      long pid = pool.workerPids().get(0);
      pool.runAsync(LeavingWorkerTest::leaveAThread).get(LIMIT);
      pool.runAsync(LeavingWorkerTest::watchTheEnd).get(LIMIT);
      millisToLeave();
      assertThat(Programs.runs(pid)).isFalse();
      assertThat(captor.out()).isEqualToIgnoringNewLines("exit was called: true");
    }
  }

  static void addHook(int millis) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    TimeUnit.MILLISECONDS.sleep(millis);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  System.out.println("the hook has run");
                }));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aShutdownHookOfATaskRunsToItsEnd(boolean memory) throws Exception {
    start(memory);
    try (CapturedOutput captor = new CapturedOutput()) {
      var unused = pool.runAsync(LeavingWorkerTest::addHook, 1_500).get(LIMIT);
      assertThat(millisToLeave()).isGreaterThanOrEqualTo(1_400);
      assertThat(captor.out().lines()).containsExactly("the hook has run");
    }
  }

  /** Is killed while its worker leaves, held up by a task's shutdown hook. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      pool.runAsync(LeavingWorkerTest::addHook, 60_000).get();
      long pid = pool.workerPids().get(0);
      pool.close();
      TimeUnit.MILLISECONDS.sleep(500);
      System.out.println(pid);
      pool.join();
    }
  }

  @Test
  void aParentThatIsKilledMeanwhileTakesItAlong() throws Exception {
    program = Programs.command(Program.class, List.of()).start();
    BufferedReader out = program.inputReader();
    long worker = Long.parseLong(out.readLine());
    assertThat(Programs.runs(worker)).isTrue();
    program.destroyForcibly().waitFor();
    TimeUnit.SECONDS.sleep(1);
    assertThat(Programs.runs(worker)).isFalse();
  }
}
