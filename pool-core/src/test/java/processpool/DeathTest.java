package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a task, a result or somebody outside does to a worker costs one task at most. */
@Timeout(90)
class DeathTest {
  // Little memory, so that a task that fills it is done soon.
  private final ProcessPool pool =
      ProcessPool.builder().processes(2).jvmOptions("-Xmx512m").build();

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  private void poolStillWorks() throws Exception {
    assertThat(pool.map(Tasks::square, List.of(1, 2, 3, 4), 1)).containsExactly(1, 4, 9, 16);
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void everyWayToEndAWorkerIsNamedAndCostsOneTask() throws Exception {
    List<SerializableCallable<Object>> endings =
        List.of(
            () -> {
              System.exit(0);
              return 1;
            },
            () -> Tasks.halt(3),
            () -> ProcessHandle.current().pid() + new long[Integer.MAX_VALUE - 8].length,
            () -> {
              List<long[]> all = new ArrayList<>();
              while (true) {
                all.add(new long[1 << 20]);
              }
            });
    for (SerializableCallable<Object> ending : endings) {
      AsyncResult<Object> dying = pool.applyAsync(ending);
      AsyncResult<Integer> beside = pool.applyAsync(Tasks::square, 5);
      assertThatThrownBy(dying::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("worker pid=" + dying.workerPid().orElseThrow())
          .hasCauseInstanceOf(WorkerDiedException.class);
      assertThat(beside.get()).isEqualTo(25);
    }
    poolStillWorks();
  }

  @Test
  void whatTheJvmSaysAsItDiesIsInTheException() {
    assertThatThrownBy(() -> pool.apply(() -> (Object) new long[Integer.MAX_VALUE - 8].length))
        .cause()
        .isInstanceOfSatisfying(
            WorkerDiedException.class,
            died -> assertThat(died.output()).contains("OutOfMemoryError"));
  }

  static class Odd extends ThreadDeath {}

  @Test
  void throwablesThatAreNoExceptionsArriveToo() throws Exception {
    List<Throwable> odd =
        List.of(
            new Odd(),
            new AssertionError("assert"),
            new OutOfMemoryError("thrown by hand"),
            new NoClassDefFoundError("no/Such"),
            new InterruptedException("inside"));
    for (Throwable thrown : odd) {
      assertThatThrownBy(() -> pool.apply(x -> Tasks.sneakyThrow(x), thrown))
          .hasCauseInstanceOf(thrown.getClass());
    }
    assertThatThrownBy(() -> pool.apply(DeathTest::overflow, 1))
        .hasCauseInstanceOf(StackOverflowError.class);
    poolStillWorks();
  }

  static int overflow(int x) {
    return overflow(x + 1) + 1;
  }

  static class BombOnReading implements Serializable {
    private final boolean asArgument;

    BombOnReading(boolean asArgument) {
      this.asArgument = asArgument;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      throw new IllegalStateException("refuses to be read: asArgument=" + asArgument);
    }
  }

  static class BombException extends RuntimeException {
    BombException(String message) {
      super(message);
    }

    private void readObject(ObjectInputStream in) {
      throw new IllegalStateException("refuses to be read");
    }
  }

  @Test
  void whatCannotBeReadOnTheOtherSideFailsAlone() throws Exception {
    List<Long> before = pool.map(x -> Tasks.pid(), List.of(1, 2), 1);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> pool.apply(x -> 1, new BombOnReading(true)))
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("refuses to be read: asArgument=true");
      assertThatThrownBy(() -> pool.apply(() -> new BombOnReading(false)))
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("refuses to be read: asArgument=false");
      assertThatThrownBy(
              () ->
                  pool.apply(
                      () -> {
                        throw new BombException("the message arrives");
                      }))
          .cause()
          .isInstanceOf(RemoteTaskException.class)
          .hasMessageContaining("the message arrives")
          .hasMessageContaining("DeathTest.java");
    }
    assertThat(pool.workerPids()).as("no worker was lost").containsAll(before);
    poolStillWorks();
  }

  @Test
  void anExceptionKeepsClassMessageCauseAndTheLineThatThrewIt() {
    assertThatThrownBy(
            () ->
                pool.apply(
                    () -> {
                      throw new IOException("outer", new IllegalStateException("inner"));
                    }))
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("outer")
        .hasRootCauseMessage("inner")
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace())
                    .anyMatch(frame -> frame.getFileName().equals("DeathTest.java")));
  }

  @Test
  void aWorkerKilledWhileItStartsCostsNoTask(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 10; i++) {
      Path gate = folder.resolve("gate" + i); // nobody has started before it is there
      String file = gate.toString();
      ProcessPool young =
          ProcessPool.builder().processes(2).initializer(x -> DoorTest.waitFor(x), file).build();
      AsyncResult<Integer> result = young.applyAsync(Tasks::square, 3);
      kill(young.workerPids().get(i % 2));
      Files.createFile(gate);
      assertThat(result.get(Duration.ofSeconds(30))).isEqualTo(9);
      young.terminate();
      young.join();
    }
  }

  @Test
  void aWorkerKilledBetweenTasksCostsNoTask() throws Exception {
    for (int i = 0; i < 30; i++) {
      long pid = pool.apply(Tasks::pid);
      kill(pid);
      AsyncResult<Integer> next = pool.applyAsync(Tasks::square, i);
      if (next.await(Duration.ofSeconds(20)) && !next.successful()) {
        assertThatThrownBy(next::get) // it had just begun
            .hasCauseInstanceOf(WorkerDiedException.class);
      }
      assertThat(next.ready()).isTrue();
    }
    poolStillWorks();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signal stops a process there")
  void aWorkerKilledBeforeItPickedTheTaskUpCostsNothing() throws Exception {
    List<Long> both = pool.workerPids();
    poolStillWorks();
    for (long pid : both) {
      Signals.stop(pid);
    }
    AsyncResult<Integer> small = pool.applyAsync(Tasks::square, 7);
    AsyncResult<Integer> large = pool.applyAsync(x -> x.length, new byte[8 << 20]);
    both.forEach(DeathTest::kill);
    assertThat(small.get(Duration.ofSeconds(30))).isEqualTo(49);
    assertThat(large.get(Duration.ofSeconds(30))).isEqualTo(8 << 20);
  }

  @Test
  void aWorkerKilledWhileItSendsFiftyMegabytesFailsOneTask() throws Exception {
    for (int i = 0; i < 5; i++) {
      AsyncResult<byte[]> large = pool.applyAsync(size -> new byte[size], 50 << 20);
      await().until(() -> large.workerPid().isPresent());
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(60)); // somewhere inside it
      kill(large.workerPid().orElseThrow());
      assertThat(large.await(Duration.ofSeconds(30))).isTrue();
      if (large.successful()) {
        assertThat(large.get()).hasSize(50 << 20);
      } else {
        assertThatThrownBy(large::get).hasCauseInstanceOf(WorkerDiedException.class);
      }
      poolStillWorks();
    }
  }

  @Test
  void aCancelThatRacesWithTheEndGivesOneOutcomeAndHurtsNoOtherTask() throws Exception {
    for (int i = 0; i < 60; i++) {
      AsyncResult<Integer> racing = pool.applyAsync(Tasks::square, i);
      List<AsyncResult<Integer>> others =
          IntStream.range(0, 4).mapToObj(x -> pool.applyAsync(Tasks::square, x)).toList();
      TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(400));
      if (racing.cancel(true)) {
        assertThat(racing.isCancelled()).isTrue();
        assertThatThrownBy(racing::get).isInstanceOf(CancellationException.class);
      } else {
        assertThat(racing.get()).isEqualTo(i * i);
      }
      for (int x = 0; x < 4; x++) {
        assertThat(others.get(x).get(Duration.ofSeconds(30))).isEqualTo(x * x);
      }
    }
  }

  @Test
  void cancellingAMapEndsAllOfIt() throws Exception {
    AsyncResult<List<Long>> map = pool.mapAsync(x -> Tasks.sleepForever(), List.of(1, 2, 3, 4), 1);
    await().until(() -> map.workerPid().isPresent());
    assertThat(map.cancel(false)).as("some of it has begun").isFalse();
    assertThat(map.cancel(true)).isTrue();
    assertThat(map.isDone()).isTrue();
    assertThat(map.cancel(true)).isFalse();
    poolStillWorks();
  }

  @Test
  void workersThatKeepDyingIdleAreReplacedMoreAndMoreSlowly() throws Exception {
    pool.terminate();
    ProcessPool dying =
        ProcessPool.builder().processes(1).initializer(DeathTest::dieInAMoment).build();
    List<Long> seen = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    while (System.nanoTime() < end) {
      dying.workerPids().stream().filter(pid -> !seen.contains(pid)).forEach(seen::add);
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(seen).hasSizeBetween(2, 14);
    dying.terminate();
    dying.join();
  }

  static void dieInAMoment() {
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(20);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(1);
            });
    thread.setDaemon(true);
    thread.start();
  }
}
