package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract: nobody hangs, however slow the arguments of an iteration come, and whoever ends it. */
@Timeout(90)
class ResultIteratorEndTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final ProcessPool pool = new ProcessPool(2);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger read = new AtomicInteger();

  @AfterEach
  void endPool() throws InterruptedException {
    goOn.countDown();
    pool.terminate();
    assertThat(pool.join(BOUND)).isTrue();
  }

  /** Endless; the argument of this number is long in coming. */
  private Iterable<Integer> numbers(int late) {
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            if (read.incrementAndGet() == late) {
              stuck.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return 1;
          }
        };
  }

  private <T> FutureTask<T> start(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread thread = new Thread(task, "other");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Another thread takes results until it has to wait for an argument. */
  private FutureTask<Boolean> takeUntilStuck(ResultIterator<Integer> results) throws Exception {
    FutureTask<Boolean> taker =
        start(
            () -> {
              try {
                while (results.hasNext()) {
                  var unused = results.next();
                }
              } catch (NoSuchElementException closed) {
                return true; // while it was waited for
              }
              return true;
            });
    assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
    return taker;
  }

  @Test
  void closeWhileAnArgumentIsReadLeavesNothingToWaitFor() throws Exception {
    ResultIterator<Integer> results = pool.imap(Tasks::square, numbers(100));
    FutureTask<Boolean> taker = takeUntilStuck(results);
    results.close();
    pool.close();
    goOn.countDown();
    assertThat(pool.join(BOUND)).isTrue();
    assertThat(taker.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void joinAfterTerminateReadsNoMoreArguments() throws Exception {
    ResultIterator<Integer> results = pool.imap(Tasks::square, numbers(-1));
    assertThat(results.next()).isEqualTo(1);
    int before = read.get();
    pool.terminate();
    assertThat(pool.join(BOUND)).isTrue();
    assertThat(read.get()).isEqualTo(before);
  }

  @Test
  void joinAfterTerminateDoesNotWaitForAnArgument() throws Exception {
    takeUntilStuck(pool.imap(Tasks::square, numbers(100)));
    pool.terminate();
    assertThat(start(() -> pool.join(BOUND)).get(40, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aJoinWithALimitDoesNotWaitLongerForAnArgument() throws Exception {
    takeUntilStuck(pool.imap(Tasks::square, numbers(100)));
    pool.close();
    assertThat(start(() -> pool.join(Duration.ofMillis(300))).get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void aJoinThatReadsArgumentsCanBeInterrupted() throws Exception {
    var unused = pool.imap(x -> Tasks.interval(1), numbers(-1));
    pool.close();
    int before = read.get();
    CountDownLatch ended = new CountDownLatch(1);
    Thread joiner =
        new Thread(
            () -> {
              try {
                pool.join();
              } catch (InterruptedException e) {
                ended.countDown();
              }
            });
    joiner.start();
    while (read.get() <= before) {
      Thread.onSpinWait();
    }
    joiner.interrupt();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> pool.applyAsync(Tasks::square, 1))
        .isInstanceOf(IllegalStateException.class);
  }
}
