package processpool;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Deadline;
import processpool.task.Failed;
import processpool.task.Iteration;
import processpool.task.WatchedIteration;

/**
 * The results of {@code imap} and {@code imapUnordered}, one after another. Python's counterpart is
 * the IMapIterator.
 *
 * <pre>{@code
 * try (ResultIterator<Integer> results = pool.imap(Example::square, numbers)) {
 *   while (results.hasNext()) {
 *     System.out.println(results.next());
 *   }
 * }
 * }</pre>
 *
 * <p>Arguments are read a few chunks ahead of the results taken, and up to 256 calls while tasks
 * are quick: enough to keep every worker busy, so they may be endless. They are read by a thread of
 * the pool's, one at a time, or, if they are a collection of the JDK's own, by the thread that
 * calls {@code imap}, {@code hasNext} and {@code next}. Once the pool is closed, the rest of them
 * is read whether results are taken or not, for {@code join()} waits for all that was submitted: so
 * close an iteration that you leave early. One that nobody can reach any more closes itself. For
 * one thread at a time, but {@link #close()} may come from any.
 *
 * @param <R> a result
 * @since 0.1
 */
public final class ResultIterator<R extends @Nullable Object>
    implements Iterator<R>, AutoCloseable {
  private final ProcessPool pool; // an iterator in use keeps its pool from being let go
  private final Iteration iteration;
  private final @Nullable WatchedIteration watched; // null when nobody listens

  ResultIterator(
      ProcessPool pool, Iteration iteration, @Nullable WatchedIteration watched, Cleaner cleaner) {
    this.pool = pool;
    this.iteration = iteration;
    this.watched = watched;
    var unused = cleaner.register(this, iteration::close); // which must not lead back to this
  }

  /**
   * Whether there is another result, or failure, to take. Does not wait for one; may wait for an
   * argument to be read.
   *
   * @return whether
   */
  @Override
  public boolean hasNext() {
    try {
      boolean has = iteration.hasNext();
      if (!has && watched != null) {
        awaitEndTold(watched, Deadline.in(Long.MAX_VALUE));
      }
      return has;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Waits for the next result. Python: {@code next()}.
   *
   * @return what the task returned, possibly null
   * @throws NoSuchElementException when there is none left
   * @throws CompletionException when that call failed, with the cause, and implementing {@link
   *     FailedCall}; the iteration goes on
   * @throws RuntimeException whatever the iterable of arguments threw, after all results of those
   *     that came before; IllegalArgumentException for an argument that cannot be serialized
   */
  @Override
  public R next() {
    try {
      return next(Deadline.in(Long.MAX_VALUE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(
          "interrupted while waiting for the next result; nothing is lost, and next() can be called again",
          e);
    } catch (TimeoutException e) {
      throw new AssertionError("waited for ever", e);
    }
  }

  /**
   * Waits for the next result, but no longer than told. Python: {@code next(timeout)}.
   *
   * @param timeout how long at most; null is refused
   * @return what the task returned, possibly null
   * @throws TimeoutException when the time ran out; the result can still be taken later
   * @throws InterruptedException when this thread is interrupted; the same
   * @throws NoSuchElementException as {@link #next()}
   * @throws CompletionException as {@link #next()}
   */
  public R next(Duration timeout) throws InterruptedException, TimeoutException {
    return next(Deadline.in(timeout));
  }

  private R next(Deadline deadline) throws InterruptedException, TimeoutException {
    try {
      Object result = iteration.next(deadline);
      if (watched != null) {
        awaitEndTold(watched, deadline);
      }
      if (result instanceof Failed failed) {
        throw new FailedItemException(failed, failed.exception(deadline));
      }
      return typed(result);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The result is taken already: an interrupt must not lose it. */
  private static void awaitEndTold(WatchedIteration watched, Deadline deadline) {
    try {
      watched.awaitEndTold(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the workers called a function that returns R
  private R typed(@Nullable Object result) {
    return (R) result;
  }

  /**
   * The results that are left, as a stream; of failures, its terminal operation throws the first.
   * Closing the stream closes this. Python has no counterpart.
   *
   * @return a sequential stream, to be used in place of this
   * @since 0.2
   */
  public Stream<R> stream() {
    int characteristics = Spliterator.ORDERED;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, characteristics), false)
        .onClose(this::close);
  }

  /**
   * Stops early: no more arguments are read, what no worker has begun is cancelled, and there is no
   * next result. May be called twice, and after the last result it changes nothing.
   */
  @Override
  public void close() {
    try {
      iteration.close();
    } finally {
      Reference.reachabilityFence(pool);
    }
  }
}
