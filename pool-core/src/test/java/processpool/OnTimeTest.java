package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import processpool.SlowToRead.Kind;

/**
 * Contract: {@code get}, {@code await}, {@code next}, {@code join} with a limit return on time,
 * whatever else arrives meanwhile; code of users holds up nobody else. Here it blocks for as long
 * as a test lasts. Conformance line 42.
 */
@Timeout(180)
class OnTimeTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private final CountDownLatch open = new CountDownLatch(1);
  private final PathLog log = new PathLog();
  private final ProcessPool pool = new ProcessPool(1);

  OnTimeTest() {
    log.settle(pool); // a thread that waits may then take results in itself
    for (int i = 0; i < 3_000; i++) {
      assertThat(pool.applyAsync(Tasks::square, i)).succeedsWithin(PATIENT);
    }
    SlowToRead.blockUntil(open);
  }

  @AfterEach
  void endPool() throws InterruptedException {
    open.countDown();
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
    SlowToRead.none();
  }

  private static void timesOut(Promptly.Body body) throws Exception {
    Promptly.run(() -> assertThatThrownBy(body::run).isInstanceOf(TimeoutException.class));
  }

  /** What takes a limit and may find that somebody has to read what came. */
  enum Form {
    GET {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused = pool.applyAsync(SlowToRead::make, kind).get(LIMIT);
      }
    },
    GET_IN_UNITS {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused = pool.applyAsync(SlowToRead::make, kind).get(5, TimeUnit.SECONDS);
      }
    },
    AWAIT {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused = pool.applyAsync(SlowToRead::make, kind).await(LIMIT);
      }
    },
    MAP {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused = pool.mapAsync(SlowToRead::make, List.of(kind, kind)).get(LIMIT);
      }
    },
    IMAP {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused = pool.imap(SlowToRead::make, List.of(kind)).next(LIMIT);
      }
    },
    IMAP_UNORDERED {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused = pool.imapUnordered(SlowToRead::make, List.of(kind)).next(LIMIT);
      }
    },
    SUBMIT {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        var unused =
            pool.asExecutorService().submit(() -> SlowToRead.make(kind)).get(5, TimeUnit.SECONDS);
      }
    },
    INVOKE_ALL {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        SerializableCallable<Object> task = () -> SlowToRead.make(kind);
        var unused = pool.asExecutorService().invokeAll(List.of(task, task), 5, TimeUnit.SECONDS);
      }
    },
    INVOKE_ANY {
      @Override
      void waitFor(ProcessPool pool, Kind kind) throws Exception {
        SerializableCallable<Object> task = () -> SlowToRead.make(kind);
        var unused = pool.asExecutorService().invokeAny(List.of(task), 5, TimeUnit.SECONDS);
      }
    };

    abstract void waitFor(ProcessPool pool, Kind kind) throws Exception;
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsWithALimitReadsNothingItself(Form form) throws Exception {
    SlowToRead.blockWhereItMustNot(open);
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < 100; i++) {
        Promptly.run(
            () -> {
              try {
                form.waitFor(pool, kind);
              } catch (TimeoutException | ExecutionException | CompletionException asItMay) {
                assertThat(asItMay).isNotNull();
              }
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForWhatCannotBeReadYetGivesUpOnTime(Kind kind) throws Exception {
    AsyncResult<Object> result = pool.applyAsync(SlowToRead::make, kind);
    timesOut(() -> result.get(SHORT));
    timesOut(() -> result.get(1, TimeUnit.MILLISECONDS));
    assertThat(Promptly.call(() -> result.await(PATIENT)))
        .as("it is there, though unread")
        .isTrue();
    timesOut(() -> result.get(SHORT));
  }

  @Test
  void everyFormOfMapGivesUpOnTime() throws Exception {
    AsyncResult<?> map = pool.mapAsync(SlowToRead::one, List.of(1, 2, 3), 2);
    timesOut(() -> map.get(SHORT));
    ResultIterator<?> items = Promptly.call(() -> pool.imap(SlowToRead::one, List.of(1, 2, 3)));
    timesOut(() -> items.next(SHORT));
    ResultIterator<?> unordered =
        Promptly.call(() -> pool.imapUnordered(SlowToRead::one, List.of(1, 2, 3)));
    timesOut(() -> unordered.next(SHORT));
    open.countDown();
    assertThat(Promptly.call(() -> map.get(PATIENT))).isNotNull();
    assertThat(Promptly.call(() -> items.next(PATIENT))).isNotNull();
    assertThat(Promptly.call(() -> unordered.next(PATIENT))).isNotNull();
  }

  static byte[] large(int size) {
    return new byte[size];
  }

  /** The processor's time, for a busy machine makes every wait a long one. */
  private static long mostProcessorMillisOfOneWait(AsyncResult<?> result, AsyncResult<?> arriving)
      throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long most = 0;
    while (!arriving.isDone()) {
      long before = threads.getCurrentThreadCpuTime();
      boolean unused = result.await(Duration.ofMillis(1));
      most = Math.max(most, threads.getCurrentThreadCpuTime() - before);
    }
    return TimeUnit.NANOSECONDS.toMillis(most);
  }

  @Test
  void aLargeResultIsNotTakenInByThoseWhoWaitForAMillisecond() throws Exception {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(pool.apply(Tasks::square, i)).isEqualTo(i * i); // quick again
      }
      AsyncResult<byte[]> large = pool.applyAsync(OnTimeTest::large, 150_000_000);
      AsyncResult<Integer> other = pool.applyAsync(Tasks::square, 3);
      assertThat(mostProcessorMillisOfOneWait(other, large)).as("beside it").isLessThan(25);
      large = pool.applyAsync(OnTimeTest::large, 150_000_000);
      assertThat(mostProcessorMillisOfOneWait(large, large)).as("for it").isLessThan(25);
    }
  }
}
