package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PoolListenerTest {
  /** Writes down what it hears, one line an event. */
  static class Diary implements PoolListener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<TaskEvent> tasks = new CopyOnWriteArrayList<>();
    final List<Throwable> causes = new CopyOnWriteArrayList<>();

    @Override
    public void workerStarted(WorkerEvent worker) {
      lines.add("started " + worker.pid());
    }

    @Override
    public void workerReady(WorkerEvent worker) {
      lines.add("ready " + worker.pid());
    }

    @Override
    public void workerEnded(WorkerEvent worker, int exitCode) {
      lines.add("ended " + worker.pid() + " " + exitCode);
    }

    @Override
    public void taskSubmitted(TaskEvent task) {
      lines.add("submitted");
      tasks.add(task);
    }

    @Override
    public void taskStarted(TaskEvent task) {
      lines.add("begun " + task.pid());
      tasks.add(task);
    }

    @Override
    public void taskFinished(TaskEvent task) {
      lines.add("finished " + task.pid());
      tasks.add(task);
    }

    @Override
    public void taskFailed(TaskEvent task, Throwable cause) {
      lines.add("failed " + task.pid());
      tasks.add(task);
      causes.add(cause);
    }

    void awaitLines(int count) {
      await().until(() -> lines.size() >= count);
      assertThat(lines).hasSize(count);
    }
  }

  private final Diary diary = new Diary();

  private ProcessPool pool(PoolListener... listeners) {
    ProcessPool.Builder builder = ProcessPool.builder().processes(1);
    for (PoolListener listener : listeners) {
      builder.listener(listener);
    }
    return builder.build();
  }

  private static void end(ProcessPool pool) throws InterruptedException {
    pool.close();
    pool.join();
  }

  @Test
  void theLifeOfAWorkerAndOfATaskIsToldInOrder() throws Exception {
    ProcessPool pool = pool(diary);
    long pid = pool.workerPids().get(0);
    await().until(() -> diary.lines.contains("ready " + pid));
    assertThat(pool.apply(Tasks::square, 7)).isEqualTo(49);
    end(pool);
    diary.awaitLines(6);
    assertThat(diary.lines)
        .containsExactly(
            "started " + pid,
            "ready " + pid,
            "submitted",
            "begun " + pid,
            "finished " + pid,
            "ended " + pid + " 0");
    assertThat(diary.tasks)
        .extracting(PoolListener.TaskEvent::function)
        .containsOnly("Tasks::square");
    assertThat(diary.tasks).extracting(PoolListener.TaskEvent::calls).containsOnly(1);
    assertThat(diary.tasks)
        .extracting(PoolListener.TaskEvent::task)
        .containsOnly(diary.tasks.get(0).task());
    assertThat(diary.tasks).extracting(PoolListener.TaskEvent::pid).containsExactly(-1L, pid, pid);
    assertThat(diary.tasks).extracting(PoolListener.TaskEvent::time).isSorted();
  }

  @Test
  void tasksAreNumberedInTheOrderOfTheirSubmission() throws Exception {
    ProcessPool pool = pool(diary);
    for (int i = 0; i < 3; i++) {
      pool.apply(Tasks::square, i);
    }
    end(pool);
    diary.awaitLines(12);
    List<Long> numbers = diary.tasks.stream().map(PoolListener.TaskEvent::task).distinct().toList();
    assertThat(numbers).containsExactly(numbers.get(0), numbers.get(0) + 1, numbers.get(0) + 2);
  }

  @Test
  void aChunkOfAMapIsATask() throws Exception {
    ProcessPool pool = pool(diary);
    pool.map(Tasks::square, List.of(1, 2, 3, 4, 5), 3);
    end(pool);
    diary.awaitLines(9);
    assertThat(diary.tasks.stream().filter(task -> task.pid() == -1))
        .extracting(PoolListener.TaskEvent::calls)
        .containsExactly(3, 2);
  }

  @Test
  void aTaskSaysWhichPartOfItsSubmissionItIs() throws Exception {
    ProcessPool pool = pool(diary);
    pool.apply(Tasks::square, 1);
    pool.map(Tasks::square, List.of(1, 2, 3, 4, 5), 3);
    ResultIterator<Integer> results = pool.imap(Tasks::square, List.of(1, 2));
    while (results.hasNext()) {
      results.next();
    }
    end(pool);
    diary.awaitLines(18);
    List<PoolListener.TaskEvent> submitted =
        diary.tasks.stream().filter(task -> task.pid() == -1).toList();
    long first = submitted.get(0).submission();
    assertThat(submitted)
        .extracting(task -> task.submission() - first)
        .containsExactly(0L, 1L, 1L, 2L, 2L);
    assertThat(submitted)
        .extracting(PoolListener.TaskEvent::index)
        .containsExactly(0L, 0L, 3L, 0L, 1L);
    assertThat(submitted)
        .extracting(PoolListener.TaskEvent::size)
        .containsExactly(1L, 5L, 5L, -1L, -1L);
    assertThat(diary.tasks).extracting(PoolListener.TaskEvent::node).containsOnly("");
    for (PoolListener.TaskEvent task : diary.tasks) {
      assertThat(task.toString()).startsWith("TaskEvent[time=").doesNotContain("\n");
    }
  }

  @Test
  void aTaskSaysHowLargeItsResultsWere() throws Exception {
    ProcessPool pool = pool(diary);
    pool.apply(() -> new byte[100_000]);
    pool.map(size -> new byte[size], List.of(1_000, 2_000, 300_000), 3);
    assertThatThrownBy(() -> pool.apply(PoolListenerTest::fail)).hasMessageContaining("on purpose");
    end(pool);
    diary.awaitLines(12);
    List<Long> bytes = diary.tasks.stream().map(PoolListener.TaskEvent::resultBytes).toList();
    assertThat(bytes.subList(0, 2)).as("before it has any").containsOnly(0L);
    assertThat(bytes.get(2)).isBetween(100_000L, 100_100L);
    assertThat(bytes.get(5)).isBetween(303_000L, 303_100L);
    assertThat(bytes.get(8)).as("an exception").isBetween(50L, 50_000L);
  }

  static int fail() {
    throw new IllegalStateException("on purpose");
  }

  @Test
  void eventsCanGainFieldsAsOnlyPoolsMakeThem() {
    for (Class<?> type : List.of(PoolListener.TaskEvent.class, PoolListener.WorkerEvent.class)) {
      assertThat(type.isRecord()).isFalse();
      assertThat(type.getConstructors()).isEmpty();
    }
  }

  @Test
  void theItemsOfAnIterationAreTasksToo() throws Exception {
    ProcessPool pool = pool(diary);
    ResultIterator<Integer> results = pool.imap(Tasks::square, List.of(1, 2));
    assertThat(results.next()).isEqualTo(1);
    assertThat(results.next()).isEqualTo(4);
    end(pool);
    diary.awaitLines(9);
    assertThat(diary.lines).filteredOn(line -> line.startsWith("finished")).hasSize(2);
  }

  @Test
  void aTaskThatThrowsHasFailedWithWhatItThrew() throws Exception {
    ProcessPool pool = pool(diary);
    assertThatThrownBy(
            () ->
                pool.apply(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(ExecutionException.class);
    end(pool);
    diary.awaitLines(6);
    assertThat(diary.causes).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(diary.tasks)
        .extracting(PoolListener.TaskEvent::function)
        .containsOnly("PoolListenerTest::lambda");
  }

  @Test
  void aWorkersDeathAndItsSuccessorAreTold() throws Exception {
    ProcessPool pool = pool(diary);
    long dead = pool.workerPids().get(0);
    assertThatThrownBy(
            () ->
                pool.apply(
                    () -> {
                      Runtime.getRuntime().halt(3);
                      return 1;
                    }))
        .hasCauseInstanceOf(WorkerDiedException.class);
    pool.apply(Tasks::square, 1);
    end(pool);
    await().until(() -> diary.lines.stream().filter(line -> line.startsWith("ended")).count() == 2);
    assertThat(diary.lines).contains("ended " + dead + " 3", "failed " + dead);
    assertThat(diary.lines)
        .filteredOn(line -> line.startsWith("ready"))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(diary.causes).singleElement().isInstanceOf(WorkerDiedException.class);
  }

  @Test
  void whatTerminateCancelsHasFailed() throws Exception {
    ProcessPool pool = pool(diary);
    AsyncResult<Void> running = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
    pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
    await().until(() -> running.workerPid().isPresent());
    pool.terminate();
    pool.join();
    await().until(() -> diary.causes.size() == 2);
    assertThat(diary.causes).allMatch(cause -> cause instanceof CancellationException);
  }

  @Test
  void aListenerThatThrowsOrBlocksHarmsNobodyButItself() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    PoolListener blocks =
        new PoolListener() {
          @Override
          public void workerStarted(WorkerEvent worker) {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    PoolListener throwsUp =
        new Diary() {
          @Override
          public void workerStarted(WorkerEvent worker) {
            super.workerStarted(worker);
            throw new StackOverflowError("on purpose");
          }
        };
    ProcessPool pool = pool(blocks, throwsUp, diary);
    assertThat(pool.map(Tasks::square, List.of(1, 2, 3), 1)).containsExactly(1, 4, 9);
    end(pool);
    diary.awaitLines(12);
    ((Diary) throwsUp).awaitLines(12);
    never.countDown();
  }

  @Test
  void aListenerMayWaitForTheSamePool() throws Exception {
    CopyOnWriteArrayList<Integer> answers = new CopyOnWriteArrayList<>();
    ProcessPool[] own = new ProcessPool[1];
    CountDownLatch made = new CountDownLatch(1);
    PoolListener asks =
        new PoolListener() {
          @Override
          public void workerReady(WorkerEvent worker) {
            try {
              made.await();
              answers.add(own[0].apply(Tasks::square, 3));
            } catch (InterruptedException | ExecutionException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    own[0] = pool(asks);
    made.countDown();
    await().until(() -> answers.contains(9));
    end(own[0]);
  }

  @Test
  void aListenerThatNeverReturnsDoesNotFillTheMemory() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger heard = new AtomicInteger();
    PoolListener stuck =
        new PoolListener() {
          @Override
          public void taskSubmitted(TaskEvent task) {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            heard.incrementAndGet();
          }

          @Override
          public void taskStarted(TaskEvent task) {
            heard.incrementAndGet();
          }

          @Override
          public void taskFinished(TaskEvent task) {
            heard.incrementAndGet();
          }

          @Override
          public void taskFailed(TaskEvent task, Throwable cause) {
            heard.incrementAndGet();
          }
        };
    ProcessPool pool = pool(stuck);
    List<Integer> arguments = IntStream.range(0, 100_000).boxed().toList();
    AsyncResult<List<Integer>> result = pool.mapAsync(Tasks::square, arguments, 1);
    pool.terminate();
    assertThat(result.await(Duration.ofSeconds(30))).isTrue();
    pool.join();
    never.countDown();
    await().until(() -> heard.get() > 65_000);
    assertThat(heard).hasValueLessThanOrEqualTo(65_537);
  }
}
