package processpool.task;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Deadline;
import processpool.schedule.Helpers;
import processpool.wire.Codec;

/**
 * Reads the arguments of an iteration, as far as its window reaches.
 *
 * <p>An iterable is somebody's code: it may be slow, block, or never end. So it is read by a helper,
 * and who wants a result waits for that only while it makes progress. The JDK's own collections are
 * read by whoever finds the window half empty, which saves a change of threads.
 */
final class ArgumentFeeder {
  /** Somebody's code that takes longer than this for one argument is not waited for. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);

  private final Iteration iteration;
  private final Iterator<?> arguments;
  private final boolean readHere;

  // Guarded by the iteration:
  private boolean feeding;
  private boolean again;
  private boolean exhausted;
  private boolean beginning = true;
  private @Nullable IllegalArgumentException refusedAtBegin;

  /** When the argument that is being read was asked for; 0 while none is. */
  private volatile long readingSince;

  /** Of whoever is feeding: the number of the next argument. */
  private int index;

  ArgumentFeeder(Iteration iteration, Iterator<?> arguments, boolean readHere) {
    this.iteration = iteration;
    this.arguments = arguments;
    this.readHere = readHere;
  }

  /** Reads the first arguments; returns why one of them cannot travel. */
  @Nullable IllegalArgumentException begin() {
    feed(Deadline.in(Long.MAX_VALUE));
    synchronized (iteration) {
      beginning = false;
      return refusedAtBegin;
    }
  }

  /** Fills the window, or has it filled: returns when it is, or when that takes long. */
  void feed(Deadline deadline) {
    if (readHere) {
      if (mayBegin()) {
        feedAll();
      }
      return;
    }
    feedElsewhere();
    if (deadline.isNever()) { // else a result that is there is not to wait for an argument
      awaitFed();
    }
  }

  void feedElsewhere() {
    if (mayBegin()) {
      Helpers.run("arguments", this::feedAll);
    }
  }

  private void awaitFed() {
    boolean interrupted = false;
    synchronized (iteration) {
      while (feeding && !isSlow() && !interrupted) {
        try {
          TimeUnit.NANOSECONDS.timedWait(iteration, LOOK);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isSlow() {
    long since = readingSince;
    return since != 0 && System.nanoTime() - since > SLOW;
  }

  /** Whether more may come without anybody asking for it; under the iteration's monitor. */
  boolean mayFeedMore() {
    return feeding || !exhausted;
  }

  /** One thread at a time feeds; another that wants it to leaves word. */
  private boolean mayBegin() {
    synchronized (iteration) {
      if (feeding) {
        again = true;
        return false;
      }
      feeding = !exhausted;
      return feeding;
    }
  }

  private void feedAll() {
    boolean done = false;
    while (!done) {
      boolean end = false;
      try {
        while (!end && iteration.hasRoom()) {
          end = feedChunk();
        }
      } catch (Throwable defect) { // nobody would feed on, and whoever waits must be told
        iteration.argumentsFailed(defect);
        end = true;
      }
      synchronized (iteration) {
        exhausted |= end;
        done = exhausted || !again || !iteration.hasRoom();
        again = false;
        feeding = !done;
      }
    }
    iteration.fed(exhausted);
  }

  /** True when no more will come. */
  private boolean feedChunk() {
    List<@Nullable Object> prepared = new ArrayList<>(Math.min(16, iteration.chunkSize));
    int from = index;
    long size = 0;
    boolean end = false;
    IllegalArgumentException refused = null;
    try {
      while (prepared.size() < iteration.chunkSize && refused == null && !end) {
        readingSince = System.nanoTime();
        end = !arguments.hasNext();
        if (!end) {
          Object argument = arguments.next();
          index++;
          try {
            Object ready = TaskFunction.prepare(argument);
            size += Codec.size(ready);
            prepared.add(ready);
          } catch (IllegalArgumentException cannotTravel) {
            refused = cannotTravel;
          }
        }
      }
    } catch (Throwable failure) {
      iteration.argumentsFailed(failure);
      end = true;
    } finally {
      readingSince = 0;
    }
    if (!prepared.isEmpty()) {
      end |= !iteration.submit(from, prepared.toArray(), size);
    }
    if (refused != null) {
      end |= refused(refused);
    }
    return end;
  }

  private boolean refused(IllegalArgumentException cause) {
    synchronized (iteration) {
      if (beginning) {
        refusedAtBegin = cause;
        return true;
      }
    }
    iteration.refused(index - 1, cause);
    return false;
  }
}
