package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that tasks started and did not wait for live on, however their worker ends, and hold up
 * nothing. Ctrl-C ends them as it does without a pool. Conformance lines 58 and 77,
 * docs/decisions/0009.
 */
@Timeout(120)
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "elsewhere they may hold up a worker's end a little")
class ChildrenOfTasksTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** How their worker ends. */
  enum End {
    CANCEL,
    TIME_LIMIT,
    TERMINATE,
    EXIT,
    KILL,
    CLOSE
  }

  private final Queue<Long> children = new ConcurrentLinkedQueue<>();
  private ProcessPool pool;

  @AfterEach
  void reap() {
    if (pool != null) {
      pool.terminate();
    }
    children.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  static long startChild() throws Exception {
    return new ProcessBuilder("sleep", "77").inheritIO().start().pid();
  }

  private static List<String> threadsOfThePool() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("processpool-.*-worker-.*|process reaper \\(pid.*"))
        .toList();
  }

  private void end(End how, AsyncResult<Long> running, long worker) throws Exception {
    switch (how) {
      case CANCEL -> assertThat(running.cancel(true)).isTrue();
      case TIME_LIMIT ->
          assertThatThrownBy(() -> running.get(LIMIT))
              .hasCauseInstanceOf(TaskTimeoutException.class);
      case TERMINATE -> pool.terminate();
      case KILL -> ProcessHandle.of(worker).ifPresent(ProcessHandle::destroyForcibly);
      case EXIT, CLOSE -> {}
    }
  }

  static long work(End how) throws Exception {
    if (how == End.EXIT) {
      System.exit(3);
    }
    return how == End.CLOSE ? 1 : Tasks.sleepForever();
  }

  @ParameterizedTest
  @EnumSource
  void holdNothingUp(End how) throws Exception {
    List<String> before = threadsOfThePool();
    ProcessPool.Builder builder = ProcessPool.builder().processes(1);
    if (how == End.TIME_LIMIT) {
      builder.taskTimeout(Duration.ofSeconds(1));
    }
    pool = builder.build();
    long child = pool.apply(ChildrenOfTasksTest::startChild);
    children.add(child);
    long worker = pool.workerPids().get(0);
    AsyncResult<Long> running = pool.applyAsync(ChildrenOfTasksTest::work, how);
    await().until(() -> running.workerPid().isPresent());
    long begun = System.nanoTime();
    end(how, running, worker);
    if (how != End.TERMINATE) {
      AsyncResult<Integer> next = pool.applyAsync(Tasks::square, 3);
      assertThat(next.get(LIMIT)).isEqualTo(9);
    }
    pool.close();
    assertThat(pool.join(LIMIT)).isTrue();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertThat(millis)
        .as("no pause for each of its streams")
        .isLessThan(how == End.TIME_LIMIT ? 4_000 : 3_000);
    await().until(() -> threadsOfThePool().size() <= before.size());
    assertThat(Programs.runs(child)).as("it is its task's business").isTrue();
  }

  static long startOneThatPrints() throws Exception {
    String forEver = "while :; do echo line of a child; done";
    return new ProcessBuilder("sh", "-c", forEver).inheritIO().start().pid();
  }

  @Test
  void oneThatPrintsForEverHoldsUpNothingEither() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool = new ProcessPool(1);
      children.add(pool.apply(ChildrenOfTasksTest::startOneThatPrints));
      await().until(() -> captor.out().contains("line of a child"));
      ProcessHandle.of(pool.workerPids().get(0)).ifPresent(ProcessHandle::destroyForcibly);
      assertThat(pool.applyAsync(Tasks::square, 3).get(LIMIT)).isEqualTo(9);
      pool.close();
      assertThat(pool.join(LIMIT)).isTrue();
      await().until(() -> threadsOfThePool().isEmpty());
    }
  }

  @Test
  void whatAWorkerWroteBeforeItsEndIsAllRead() throws Exception {
    pool = new ProcessPool(1);
    for (int round = 0; round < 5; round++) {
      try (CapturedOutput captor = new CapturedOutput()) {
        AsyncResult<Object> dying =
            pool.applyAsync(
                () -> {
                  long unused = startChild();
                  for (int i = 0; i < 2_000; i++) {
                    System.out.println("line " + i);
                  }
                  Runtime.getRuntime().halt(3);
                  return null;
                });
        assertThatThrownBy(() -> dying.get(LIMIT)).hasCauseInstanceOf(WorkerDiedException.class);
        assertThat(captor.out().lines()).hasSize(2_000).endsWith("line 1999");
      }
    }
    ProcessHandle.allProcesses()
        .filter(handle -> handle.info().commandLine().orElse("").endsWith("sleep 77"))
        .forEach(handle -> children.add(handle.pid()));
  }

  /** A task of it starts a child and waits for it. */
  static class Program {
    static int child() throws Exception {
      Process child = new ProcessBuilder("sleep", "77").inheritIO().start();
      System.out.println(child.pid());
      return child.waitFor();
    }

    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      int unused = pool.apply(Program::child);
      new CountDownLatch(1).await(); // only Ctrl-C ends it, though its task ends with the child
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"true", "false"})
  void ctrlCEndsThemAsWithoutThePool(String shell) throws Exception {
    assumeThat(ProgramEndTest.ctrlCIs("SigIgn", "self"))
        .as("this build was started with SIGINT ignored, as in a script's background")
        .isFalse();
    // Through a shell that waits, in a group of its own: kill sends to all of it, as a terminal
    // does.
    List<String> command = new java.util.ArrayList<>(List.of("setsid"));
    command.addAll(
        Programs.command(Program.class, List.of("-Dprocesspool.shell=" + shell)).command());
    Process program = new ProcessBuilder(command).start();
    try {
      BufferedReader out = program.inputReader();
      long child = Long.parseLong(out.readLine());
      children.add(child);
      TimeUnit.SECONDS.sleep(1);
      assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + program.pid()).start().waitFor())
          .isZero();
      await().until(() -> !Programs.runs(child));
      assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isEqualTo(130);
      assertThat(program.errorReader().lines()).isEmpty();
    } finally {
      program.destroyForcibly();
    }
  }
}
