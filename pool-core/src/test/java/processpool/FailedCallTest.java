package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contract: the failures of all calls, deaths and time limits too, implement {@link FailedCall} and
 * say in their message which argument it was, and where. Conformance line 54.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time
class FailedCallTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

  private ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** How a call fails. */
  enum Failing {
    THROWS(IllegalStateException.class),
    DIES(WorkerDiedException.class),
    TAKES_TOO_LONG(TaskTimeoutException.class),
    RETURNS_WHAT_CANNOT_TRAVEL(java.io.NotSerializableException.class);

    final Class<? extends Throwable> cause;

    Failing(Class<? extends Throwable> cause) {
      this.cause = cause;
    }
  }

  static Object call(Failing failing) throws InterruptedException {
    return switch (failing) {
      case THROWS -> throw new IllegalStateException("thrown");
      case DIES -> Tasks.halt(3);
      case TAKES_TOO_LONG -> Tasks.sleepForever();
      case RETURNS_WHAT_CANNOT_TRAVEL -> new Object();
    };
  }

  private static SerializableFunction<Integer, Object> at(int index, Failing failing) {
    return i -> i == index ? call(failing) : i;
  }

  private void start(Failing failing) {
    if (failing == Failing.TAKES_TOO_LONG) {
      pool.terminate();
      pool = ProcessPool.builder().processes(1).taskTimeout(Duration.ofSeconds(3)).build();
    }
  }

  private static FailedCall failedCall(Throwable failure) {
    assertThat(failure).isInstanceOf(FailedCall.class);
    return (FailedCall) failure;
  }

  /** What somebody caught, and the pool's own exception under it, say all there is to say. */
  private static void says(Throwable caught, Failing failing, OptionalLong index, long pid) {
    assertThat(caught).hasCauseInstanceOf(failing.cause);
    saysItself(caught, index, pid);
    if (failing == Failing.DIES || failing == Failing.TAKES_TOO_LONG) {
      saysItself(caught.getCause(), index, pid);
    }
    if (caught.getCause() instanceof WorkerDiedException died) {
      assertThat(died.pid()).isEqualTo(pid);
    } else if (caught.getCause() instanceof TaskTimeoutException late) {
      assertThat(late.pid()).isEqualTo(pid);
    }
  }

  private static void saysItself(Throwable failure, OptionalLong index, long pid) {
    FailedCall call = failedCall(failure);
    assertThat(call.index()).isEqualTo(index);
    assertThat(call.workerPid()).hasValue(pid);
    assertThat(call.node()).isEmpty();
    assertThat(failure.getMessage()).contains("pid=" + pid);
    if (index.isPresent()) {
      assertThat(failure.getMessage()).containsPattern("\\bindex=" + index.getAsLong() + "\\b");
    } else {
      assertThat(failure.getMessage()).doesNotContain("index=");
    }
  }

  private long pid() {
    return pool.workerPids().get(0);
  }

  @ParameterizedTest
  @EnumSource
  void aSingleTaskHasNoIndex(Failing failing) throws Exception {
    start(failing);
    long pid = pid();
    AsyncResult<Object> result = pool.applyAsync(FailedCallTest::call, failing);
    Throwable caught = catchThrowable(result::get);
    assertThat(caught).isInstanceOf(ExecutionException.class);
    says(caught, failing, OptionalLong.empty(), pid);
    says(catchThrowable(() -> result.get(PATIENT)), failing, OptionalLong.empty(), pid);
    assertThat(pool.apply(Tasks::square, 2)).isEqualTo(4);
    long next = pid();
    caught = catchThrowable(() -> pool.apply(FailedCallTest::call, failing));
    says(caught, failing, OptionalLong.empty(), next);
  }

  @ParameterizedTest
  @EnumSource
  void theExecutorsTasksToo(Failing failing) throws Exception {
    start(failing);
    PoolExecutor executor = pool.asExecutorService();
    long pid = pid();
    Future<Object> submitted = executor.submit(() -> call(failing));
    Throwable caught = catchThrowable(() -> submitted.get(60, TimeUnit.SECONDS));
    says(caught, failing, OptionalLong.empty(), pid);
    assertThat(pool.apply(Tasks::square, 2)).isEqualTo(4);
    long next = pid();
    Future<Object> invoked = executor.invokeAll(List.of(() -> call(failing))).get(0);
    says(catchThrowable(invoked::get), failing, OptionalLong.empty(), next);
  }

  /** Chunks in which the call that fails is alone, first, last, and between others. */
  private static final List<Integer> CHUNKS = List.of(1, 2, 3, 4, 10);

  private long idlePid() throws Exception {
    assertThat(pool.apply(Tasks::square, 2)).isEqualTo(4);
    return pid();
  }

  @ParameterizedTest
  @EnumSource
  void everyMapNamesTheArgument(Failing failing) throws Exception {
    start(failing);
    OptionalLong six = OptionalLong.of(6);
    SerializableFunction<Integer, Object> task = at(6, failing);
    List<Map.Entry<Integer, Integer>> pairs = TEN.stream().map(i -> Map.entry(i, i)).toList();
    long pid = idlePid();
    Throwable caught = catchThrowable(() -> pool.map(task, TEN));
    assertThat(caught).isInstanceOf(ExecutionException.class);
    says(caught, failing, six, pid);
    for (int chunkSize : failing == Failing.TAKES_TOO_LONG ? List.of(4) : CHUNKS) {
      long second = idlePid();
      says(catchThrowable(() -> pool.map(task, TEN, chunkSize)), failing, six, second);
      long third = idlePid();
      AsyncResult<List<Object>> later = pool.mapAsync(task, TEN, chunkSize);
      says(catchThrowable(() -> later.get(PATIENT)), failing, six, third);
      long fourth = idlePid();
      says(
          catchThrowable(() -> pool.starmap((x, y) -> task.apply(x), pairs, chunkSize)),
          failing,
          six,
          fourth);
    }
  }

  private static Throwable firstFailure(ResultIterator<?> results) throws Exception {
    while (results.hasNext()) {
      try {
        assertThat(results.next(PATIENT)).isNotNull();
      } catch (CompletionException e) {
        return e;
      }
    }
    throw new AssertionError("none failed");
  }

  @ParameterizedTest
  @EnumSource
  void everyIterationNamesTheArgument(Failing failing) throws Exception {
    start(failing);
    OptionalLong six = OptionalLong.of(6);
    SerializableFunction<Integer, Object> task = at(6, failing);
    for (int chunkSize : failing == Failing.TAKES_TOO_LONG ? List.of(4) : CHUNKS) {
      long pid = idlePid();
      says(firstFailure(pool.imap(task, TEN, chunkSize)), failing, six, pid);
      long second = idlePid();
      says(firstFailure(pool.imapUnordered(task, TEN, chunkSize)), failing, six, second);
    }
    long pid = idlePid();
    says(firstFailure(pool.imap(task, TEN)), failing, six, pid);
  }

  @Test
  void theIndexCountsAllArgumentsOfAnEndlessIteration() throws Exception {
    SerializableFunction<Integer, Object> task = at(1_234, Failing.THROWS);
    for (int chunkSize : new int[] {1, 7, 100}) {
      Iterable<Integer> endless = () -> IntStream.iterate(0, i -> i + 1).iterator();
      ResultIterator<Object> results = pool.imap(task, endless, chunkSize);
      says(firstFailure(results), Failing.THROWS, OptionalLong.of(1_234), pid());
      results.close();
    }
  }

  @Test
  void eachFailureOfOneIterationHasItsOwnIndex() throws Exception {
    ResultIterator<Object> results = pool.imap(i -> i % 3 == 1 ? call(Failing.THROWS) : i, TEN, 4);
    List<Long> failed = new ArrayList<>();
    while (results.hasNext()) {
      try {
        assertThat(results.next(PATIENT)).isNotNull();
      } catch (CompletionException e) {
        failed.add(failedCall(e).index().orElseThrow());
      }
    }
    assertThat(failed).containsExactly(1L, 4L, 7L);
  }

  @Test
  void callbacksSeeTheDeathWithItsIndex() throws Exception {
    SerializableFunction<Integer, Object> task = at(6, Failing.DIES);
    long pid = idlePid();
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    var unused =
        pool.mapAsync(task, TEN, 4)
            .toCompletableFuture()
            .whenComplete((values, failure) -> seen.complete(failure));
    saysItself(seen.get(60, TimeUnit.SECONDS), OptionalLong.of(6), pid);
  }

  @Test
  void whatNoWorkerHasBegunNamesNone() throws Exception {
    ProcessPool broken = ProcessPool.builder().processes(1).jvmOptions("-XX:+NoSuch").build();
    FailedCall single = failedCall(catchThrowable(() -> broken.apply(Tasks::square, 1)));
    assertThat(single.index()).isEmpty();
    assertThat(single.workerPid()).isEmpty();
    assertThat(single.node()).isEmpty();
    FailedCall map = failedCall(catchThrowable(() -> broken.map(Tasks::square, TEN, 2)));
    assertThat(map.index()).hasValue(0);
    assertThat(map.workerPid()).isEmpty();
    broken.terminate();
  }
}
