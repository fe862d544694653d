package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: tasks wait at the door until a worker is idle, first come first served, and none waits
 * behind a running task while another worker is idle. Conformance lines 18 and 32: nothing that
 * happens to one worker holds up, loses or repeats what another could do.
 */
@Timeout(180)
class DoorTest {
  private ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  static int waitFor(String file) throws InterruptedException {
    while (!Files.exists(Path.of(file))) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return 1;
  }

  /** After many short tasks a pool may hand its workers some ahead. */
  private void warmUp() throws Exception {
    List<AsyncResult<Integer>> many =
        IntStream.range(0, 3_000).mapToObj(i -> pool.applyAsync(Tasks::square, i)).toList();
    for (AsyncResult<Integer> result : many) {
      result.get(Duration.ofSeconds(60));
    }
  }

  @Test
  void noTaskWaitsBehindARunningOneWhileAnotherWorkerIsIdle(@TempDir Path folder) throws Exception {
    for (int round = 0; round < 15; round++) {
      Path gate = folder.resolve("gate" + round);
      int blockerAt = ThreadLocalRandom.current().nextInt(400);
      warmUp();
      AsyncResult<Integer> blocker = null;
      List<AsyncResult<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        if (i == blockerAt) {
          blocker = pool.applyAsync(DoorTest::waitFor, gate.toString());
        }
        others.add(pool.applyAsync(Tasks::square, i));
      }
      for (int i = 0; i < 400; i++) {
        assertThat(others.get(i).get(Duration.ofSeconds(60))).isEqualTo(i * i);
      }
      assertThat(blocker.isDone()).isFalse();
      Files.createFile(gate);
      assertThat(blocker.get(Duration.ofSeconds(60))).isEqualTo(1);
    }
  }

  @Test
  void theConstructorDoesNotWaitForTheWorkers(@TempDir Path folder) throws Exception {
    Path gate = folder.resolve("gate");
    String file = gate.toString();
    ProcessPool slow =
        ProcessPool.builder().processes(2).initializer(x -> waitFor(x), file).build();
    AsyncResult<Integer> early = slow.applyAsync(Tasks::square, 3); // we are here before them
    assertThat(early.ready()).isFalse();
    assertThat(early.workerPid()).isEmpty();
    assertThat(slow.workerPids()).hasSize(2);
    Files.createFile(gate);
    assertThat(early.get(Duration.ofSeconds(60))).isEqualTo(9);
    slow.close();
    slow.join();
  }

  static int next;

  @Test
  void firstComeFirstServed() throws Exception {
    ProcessPool one = new ProcessPool(1);
    List<AsyncResult<Integer>> results =
        IntStream.range(0, 500).mapToObj(i -> one.applyAsync(() -> next++)).toList();
    for (int i = 0; i < 500; i++) {
      assertThat(results.get(i).get()).isEqualTo(i);
    }
    one.close();
    one.join();
  }

  static int note(String folder, int number) throws Exception {
    Files.createTempFile(Path.of(folder), number + "-", null);
    return number;
  }

  @Test
  void whatWaitsBehindACancelledTaskRunsOnceElsewhere(@TempDir Path folder) throws Exception {
    for (int round = 0; round < 8; round++) {
      Path marks = Files.createDirectory(folder.resolve("round" + round));
      AsyncResult<Long> first = pool.applyAsync(Tasks::sleepForever);
      AsyncResult<Long> second = pool.applyAsync(Tasks::sleepForever);
      List<AsyncResult<Integer>> waiting =
          IntStream.range(0, 20)
              .mapToObj(i -> pool.applyAsync(DoorTest::note, marks.toString(), i))
              .toList();
      await().until(() -> first.workerPid().isPresent() && second.workerPid().isPresent());
      assertThat(first.cancel(true)).isTrue();
      assertThat(second.cancel(true)).isTrue();
      for (int i = 0; i < 20; i++) {
        assertThat(waiting.get(i).get(Duration.ofSeconds(60))).isEqualTo(i);
      }
      try (var files = Files.list(marks)) {
        assertThat(files.map(f -> f.getFileName().toString().split("-")[0]))
            .as("each ran once")
            .hasSize(20)
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void whatWaitsBehindAKilledWorkersTaskRunsOnceElsewhere(@TempDir Path folder) throws Exception {
    for (int round = 0; round < 8; round++) {
      Path marks = Files.createDirectory(folder.resolve("round" + round));
      AsyncResult<Integer> dying = pool.applyAsync(() -> dieAfter(30));
      AsyncResult<Integer> alsoDying = pool.applyAsync(() -> dieAfter(30));
      List<AsyncResult<Integer>> waiting =
          IntStream.range(0, 20)
              .mapToObj(i -> pool.applyAsync(DoorTest::note, marks.toString(), i))
              .toList();
      for (int i = 0; i < 20; i++) {
        assertThat(waiting.get(i).get(Duration.ofSeconds(60))).isEqualTo(i);
      }
      for (AsyncResult<Integer> dead : List.of(dying, alsoDying)) {
        assertThatThrownBy(() -> dead.get(Duration.ofSeconds(60)))
            .hasCauseInstanceOf(WorkerDiedException.class);
      }
      try (var files = Files.list(marks)) {
        assertThat(files).as("each ran once").hasSize(20);
      }
    }
  }

  static int dieAfter(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    return Tasks.halt(1);
  }

  @Test
  void aWorkersStaticFieldsLastAndItsInterruptDoesNot() throws Exception {
    ProcessPool one = new ProcessPool(1);
    assertThat(one.apply(Tasks::callsOfThisWorker)).isEqualTo(1);
    assertThat(one.apply(Tasks::callsOfThisWorker)).isEqualTo(2);
    one.runAsync(() -> Thread.currentThread().interrupt()).get();
    assertThat(one.apply(Tasks::interval, 1)).hasSize(3);
    assertThat(one.map(DoorTest::wasInterrupted, List.of(1, 2, 3), 3)).containsOnly(false);
    assertThat(one.apply(Tasks::callsOfThisWorker)).isEqualTo(3);
    assertThat(Tasks.calls).as("the parent's own").isZero();
    one.close();
    one.join();
  }

  static boolean wasInterrupted(int x) {
    boolean was = Thread.interrupted();
    Thread.currentThread().interrupt();
    return was;
  }

  @Test
  void aPoolOfThreeHasThreeWorkersAndNoMore() throws Exception {
    ProcessPool three = new ProcessPool(3);
    assertThat(three.workerPids()).hasSize(3).doesNotHaveDuplicates();
    List<Long> pids =
        three.map(x -> Tasks.interval(20)[0], IntStream.range(0, 60).boxed().toList(), 1);
    assertThat(three.workerPids()).containsAll(pids).hasSize(3);
    three.close();
    three.join();
    assertThat(three.workerPids()).isEmpty();
  }
}
