package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final PoolExecutor executor = pool.asExecutorService();

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void plainLambdasThatReturnSomethingNeedNoCast() throws Exception {
    int k = 6;
    Future<Integer> submitted = executor.submit(() -> k * 7);
    assertThat(submitted.get()).isEqualTo(42);
    List<Future<Integer>> all = executor.invokeAll(List.of(() -> k + 1, () -> k + 2));
    assertThat(all.get(0).get() + all.get(1).get()).isEqualTo(15);
    int any = executor.invokeAny(List.of(() -> k, () -> k));
    assertThat(any).isEqualTo(6);
    assertThat(executor.submit(Tasks::pid).get()).isNotEqualTo(Tasks.pid());
  }

  @Test
  void anInvokeAnyWhosePoolIsShutDownFailsAsTheInterfaceSays() throws Exception {
    List<SerializableCallable<Long>> tasks = List.of(Tasks::sleepForever, Tasks::sleepForever);
    FutureTask<Long> any = new FutureTask<>(() -> executor.invokeAny(tasks));
    Thread thread = new Thread(any, "invokeAny");
    thread.start();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    executor.shutdownNow();
    assertThatThrownBy(() -> any.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancellationException.class);
  }

  @Test
  void shutdownOfABrokenPoolWakesWhoAwaitsItsEnd() throws Exception {
    PoolExecutor broken =
        ProcessPool.builder().processes(1).jvmOptions("-XX:NoSuch").build().asExecutorService();
    FutureTask<Boolean> waiter = new FutureTask<>(() -> broken.awaitTermination(1, TimeUnit.HOURS));
    Thread thread = new Thread(waiter, "waiter");
    thread.start();
    Future<Integer> failed = broken.submit(() -> 1);
    assertThatThrownBy(() -> failed.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BrokenPoolException.class);
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    broken.shutdown();
    assertThat(waiter.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closeWaitsForAllTasksAndItsWorkersLeave() throws Exception {
    List<Future<long[]>> results = new ArrayList<>();
    try (PoolExecutor closing = executor) {
      for (int i = 0; i < 4; i++) {
        results.add(closing.submit(() -> Tasks.interval(100)));
      }
    }
    assertThat(results).allMatch(Future::isDone).noneMatch(Future::isCancelled);
    assertThat(executor.isShutdown()).isTrue();
    assertThat(executor.isTerminated()).isTrue();
    assertThat(pool.workerPids()).isEmpty();
    assertThatThrownBy(() -> executor.submit(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("pool is closed");
    assertThatThrownBy(() -> pool.applyAsync(() -> 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptedCloseEndsThePoolAtOnce() throws Exception {
    Future<Long> running = executor.submit(Tasks::sleepForever);
    Thread.currentThread().interrupt();
    executor.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
  }

  @Test
  void serializableRunnablesRunAndOthersAreRefused() throws Exception {
    ExecutorService plain = executor;
    assertThat(plain.submit((Runnable & Serializable) Tasks::pid).get()).isNull();
    assertThat(plain.submit((Runnable & Serializable) Tasks::pid, "mine").get()).isEqualTo("mine");
    plain.execute((Runnable & Serializable) Tasks::pid);
    Runnable notSerializable = () -> {};
    assertThatThrownBy(() -> plain.execute(notSerializable))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class=a lambda in ExecutorTest");
    assertThatThrownBy(() -> plain.submit((Callable<Integer>) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(
            () ->
                plain
                    .submit((Callable<Integer> & Serializable) () -> 1 / Integer.parseInt("0"))
                    .get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ArithmeticException.class);
  }

  @Test
  void invokeAllCancelsWhatIsLate() throws Exception {
    List<SerializableCallable<Long>> tasks = List.of(() -> 1L, Tasks::sleepForever);
    List<Future<Long>> results = executor.invokeAll(tasks, 2, TimeUnit.SECONDS);
    assertThat(results.get(0).get()).isEqualTo(1);
    assertThat(results.get(1).isCancelled()).isTrue();
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void invokeAnyTakesTheFirstSuccessAndCancelsTheOthers() throws Exception {
    List<SerializableCallable<Long>> tasks =
        List.of(
            () -> {
              throw new IllegalStateException("not me");
            },
            Tasks::sleepForever,
            () -> 3L);
    assertThat(executor.invokeAny(tasks)).isEqualTo(3);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    assertThatThrownBy(() -> executor.invokeAny(tasks.subList(0, 1)))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessage("not me");
    assertThatThrownBy(() -> executor.invokeAny(tasks.subList(1, 2), 100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThatThrownBy(() -> executor.invokeAny(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shutdownNowHandsBackWhatHadNotBegun() throws Exception {
    Future<Long> first = executor.submit(Tasks::sleepForever);
    Future<Long> second = executor.submit(Tasks::sleepForever);
    await()
        .until(
            () ->
                ((AsyncResult<Long>) first).workerPid().isPresent()
                    && ((AsyncResult<Long>) second).workerPid().isPresent());
    Runnable waiting = (Runnable & Serializable) () -> {};
    executor.execute(waiting);
    executor.submit(() -> 1);
    assertThat(executor.awaitTermination(10, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(executor.shutdownNow()).hasSize(2).startsWith(waiting);
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(first::get).isInstanceOf(CancellationException.class);
  }
}
