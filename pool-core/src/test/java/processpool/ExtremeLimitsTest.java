package processpool;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A limit may be any number: zero and all below it do not wait, not even the least there is, and
 * the greatest is as good as none. Conformance line 51.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time
class ExtremeLimitsTest {
  private static final long MIN = Long.MIN_VALUE;
  private static final long MAX = Long.MAX_VALUE;
  private static final long SECOND = 1_000_000_000L;

  private static final List<TimeUnit> UNITS = List.of(NANOSECONDS, MILLISECONDS, SECONDS, DAYS);

  private static final List<Long> NEGATIVE =
      List.of(
          MIN, MIN + 1, MIN + 1_000, MIN + SECOND, MIN + 100 * SECOND, MIN / 2, -SECOND, -1L, 0L);

  private static final List<Long> LONG = List.of(MAX, MAX - 1, MAX - SECOND, MAX / 2);

  private static final List<Duration> NEGATIVE_DURATIONS =
      List.of(
          Duration.ofSeconds(MIN),
          Duration.ofSeconds(MIN, 999_999_999),
          Duration.ofSeconds(MIN + 1),
          Duration.ofMillis(MIN),
          Duration.ofNanos(MIN),
          Duration.ofNanos(MIN).minusNanos(1),
          Duration.ofNanos(MIN + 1),
          Duration.ofNanos(MIN + SECOND),
          Duration.ofNanos(MIN + 100 * SECOND),
          Duration.ofNanos(MIN / 2),
          Duration.ofSeconds(-1),
          Duration.ofNanos(-1),
          Duration.ZERO);

  private static final List<Duration> LONG_DURATIONS =
      List.of(
          Duration.ofSeconds(MAX, 999_999_999),
          Duration.ofSeconds(MAX),
          Duration.ofMillis(MAX),
          Duration.ofNanos(MAX).plusNanos(1),
          Duration.ofNanos(MAX),
          Duration.ofNanos(MAX - 1),
          Duration.ofNanos(MAX - SECOND));

  private ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** A wait with a limit: what came of it, or null when the time ran out. */
  private interface Wait<L> {
    Object within(L limit) throws Exception;
  }

  /** A limit in a unit. */
  private record Amount(long number, TimeUnit unit) {}

  private static List<Amount> amounts(List<Long> numbers) {
    List<Amount> all = new ArrayList<>();
    for (TimeUnit unit : UNITS) {
      numbers.forEach(number -> all.add(new Amount(number, unit)));
    }
    return all;
  }

  /** What waits for so long and a unit. */
  enum InUnits {
    GET,
    MAP_GET,
    FUTURE_GET,
    INVOKE_ALL,
    INVOKE_ANY,
    AWAIT_TERMINATION
  }

  /** What waits for a duration. */
  enum InDurations {
    GET,
    AWAIT,
    MAP_GET,
    NEXT,
    NEXT_UNORDERED,
    JOIN
  }

  private Wait<Amount> waiting(InUnits form, SerializableCallable<Integer> task) {
    PoolExecutor executor = pool.asExecutorService();
    return switch (form) {
      case GET -> within(pool.applyAsync(task));
      case MAP_GET -> within(pool.mapAsync(x -> task.call(), List.of(1)));
      case FUTURE_GET -> within(executor.submit((Callable<Integer>) task));
      case INVOKE_ALL ->
          limit -> {
            Future<Integer> only =
                executor.invokeAll(List.of(task), limit.number(), limit.unit()).get(0);
            return only.isCancelled() ? null : only.get();
          };
      case INVOKE_ANY -> limit -> executor.invokeAny(List.of(task), limit.number(), limit.unit());
      case AWAIT_TERMINATION -> {
        var unused = pool.applyAsync(task);
        pool.close();
        yield limit -> executor.awaitTermination(limit.number(), limit.unit()) ? 1 : null;
      }
    };
  }

  private static Wait<Amount> within(Future<?> result) {
    return limit -> result.get(limit.number(), limit.unit());
  }

  private Wait<Duration> waiting(InDurations form, SerializableCallable<Integer> task) {
    return switch (form) {
      case GET -> pool.applyAsync(task)::get;
      case AWAIT -> {
        AsyncResult<Integer> result = pool.applyAsync(task);
        yield limit -> result.await(limit) ? 1 : null;
      }
      case MAP_GET -> pool.mapAsync(x -> task.call(), List.of(1))::get;
      case NEXT -> pool.imap(x -> task.call(), List.of(1))::next;
      case NEXT_UNORDERED -> pool.imapUnordered(x -> task.call(), List.of(1))::next;
      case JOIN -> {
        var unused = pool.applyAsync(task);
        pool.close();
        yield limit -> pool.join(limit) ? 1 : null;
      }
    };
  }

  private static <L> Object outcome(Wait<L> wait, L limit) throws Exception {
    try {
      return wait.within(limit);
    } catch (TimeoutException e) {
      return null;
    }
  }

  private static <L> void doesNotWait(Wait<L> wait, List<L> limits) throws Exception {
    for (L limit : limits) {
      try {
        assertThat(Promptly.call(() -> outcome(wait, limit))).as("limit=" + limit).isNull();
      } catch (AssertionError e) {
        throw new AssertionError("limit=" + limit + ": " + e.getMessage(), e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void zeroAndAllBelowDoNotWait(InUnits form) throws Exception {
    doesNotWait(waiting(form, () -> (int) Tasks.sleepForever()), amounts(NEGATIVE));
  }

  @ParameterizedTest
  @EnumSource
  void durationsOfZeroAndAllBelowDoNotWait(InDurations form) throws Exception {
    doesNotWait(waiting(form, () -> (int) Tasks.sleepForever()), NEGATIVE_DURATIONS);
  }

  private <L, F> void waits(F form, List<L> limits, WaitOf<F, L> waits) throws Exception {
    assertThat(pool.apply(Tasks::square, 1)).isEqualTo(1);
    for (L limit : limits) {
      Wait<L> wait = waits.of(form, () -> Tasks.interval(50).length - 2);
      assertThat(Promptly.call(() -> outcome(wait, limit)))
          .as("limit=" + limit)
          .isIn(1, List.of(1));
      if (form.equals(InUnits.AWAIT_TERMINATION) || form.equals(InDurations.JOIN)) {
        pool = new ProcessPool(1);
      }
    }
  }

  private interface WaitOf<F, L> {
    Wait<L> of(F form, SerializableCallable<Integer> task);
  }

  @ParameterizedTest
  @EnumSource
  void theGreatestAreAsGoodAsNone(InUnits form) throws Exception {
    WaitOf<InUnits, Amount> waits = this::waiting;
    waits(form, amounts(LONG), waits);
  }

  @ParameterizedTest
  @EnumSource
  void theGreatestDurationsAreAsGoodAsNone(InDurations form) throws Exception {
    WaitOf<InDurations, Duration> waits = this::waiting;
    waits(form, LONG_DURATIONS, waits);
  }

  @Test
  void whatIsThereIsGivenOutWithinAnyLimit() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 3);
    assertThat(result.get()).isEqualTo(9);
    for (Amount limit : amounts(NEGATIVE)) {
      assertThat(result.get(limit.number(), limit.unit())).as("" + limit).isEqualTo(9);
    }
    for (Duration limit : NEGATIVE_DURATIONS) {
      assertThat(result.get(limit)).as("limit=" + limit).isEqualTo(9);
      assertThat(result.await(limit)).as("limit=" + limit).isTrue();
      ResultIterator<Integer> items = pool.imap(Tasks::square, List.of(4));
      assertThat(pool.apply(Tasks::square, 1)).isEqualTo(1); // so the one before has ended
      assertThat(items.next(limit)).as("limit=" + limit).isEqualTo(16);
    }
    pool.close();
    pool.join();
    for (Duration limit : NEGATIVE_DURATIONS) {
      assertThat(pool.join(limit)).as("limit=" + limit).isTrue();
    }
    for (Amount limit : amounts(NEGATIVE)) {
      assertThat(pool.asExecutorService().awaitTermination(limit.number(), limit.unit()))
          .as("" + limit)
          .isTrue();
    }
  }

  @Test
  void theLongestTimeLimitOfTasksKillsNobody() throws Exception {
    for (Duration limit : LONG_DURATIONS) {
      ProcessPool patient = ProcessPool.builder().processes(1).taskTimeout(limit).build();
      try {
        long[] interval = patient.applyAsync(Tasks::interval, 50).get(Duration.ofSeconds(30));
        assertThat(interval).as("limit=" + limit).hasSize(3);
      } catch (ExecutionException e) {
        throw new AssertionError("limit=" + limit, e);
      } finally {
        patient.terminate();
      }
    }
  }
}
