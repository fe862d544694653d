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
 * <p>An iterable is somebody's code: it may be slow, block, or never end. So it is read by a
 * helper, and who wants a result waits for that only while it makes progress. The JDK's own
 * collections are read by whoever finds the window half empty, which saves a change of threads.
 */
final class ArgumentFeeder {
  /** Somebody's code that takes longer than this for one argument is not waited for. */
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);

  private final Iteration iteration;
  private final Iterable<?> iterable;

  /** Reading them runs nobody's code. */
  private final boolean readHere;

  // Guarded by the iteration:
  private boolean feeding;
  private boolean again;
  private boolean exhausted;
  private boolean beginning = true;
  private @Nullable Throwable refusedAtBegin;

  /** An argument has been seen whose class says itself how it is written. */
  private volatile boolean runsCode;

  /** When the argument that is being read was asked for; 0 while none is. */
  private volatile long readingSince;

  // Of whoever is feeding:
  private @Nullable Iterator<?> arguments;

  /** The number of the next argument. */
  private int index;

  /** There is none: not because nobody takes more. */
  private boolean sawEnd;

  ArgumentFeeder(Iteration iteration, Iterable<?> arguments) {
    this.iteration = iteration;
    this.iterable = arguments;
    this.readHere = isOfTheJdk(arguments);
  }

  /** Whether reading them runs code of the JDK only, which neither blocks nor takes long. */
  private static boolean isOfTheJdk(Iterable<?> arguments) {
    String name = arguments.getClass().getName();
    return switch (name) {
      case "java.util.ArrayList",
          "java.util.Arrays$ArrayList",
          "java.util.LinkedList",
          "java.util.ArrayDeque",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.util.TreeSet" ->
          true;
      default ->
          name.startsWith("java.util.ImmutableCollections$")
              || name.startsWith("java.util.Collections$Empty")
              || name.startsWith("java.util.Collections$Singleton");
    };
  }

  /** Reads the first arguments; returns why one of them cannot travel, or there are none. */
  @Nullable Throwable begin() {
    feed(Deadline.in(Long.MAX_VALUE));
    synchronized (iteration) {
      beginning = false;
      return refusedAtBegin;
    }
  }

  /** Fills the window, or has it filled: returns when it is, or when that takes long. */
  void feed(Deadline deadline) {
    if (readHere && (deadline.isNever() || !runsCode)) {
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
          iteration.changed.await(LOOK);
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

  /** Whether all arguments have been read; under the iteration's monitor. */
  boolean isExhausted() {
    return exhausted && sawEnd;
  }

  /** How many have been read; only once that is so. */
  int read() {
    return index;
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
        if (!readHere || runsCode) { // nothing else can be slow
          readingSince = System.nanoTime();
        }
        Iterator<?> source = iterator();
        end = !source.hasNext();
        sawEnd = end;
        if (!end) {
          Object argument = source.next();
          index++;
          try {
            Object ready = TaskFunction.prepare(argument, index - 1);
            size += Codec.size(ready);
            runsCode |= ready != argument;
            prepared.add(ready);
          } catch (IllegalArgumentException cannotTravel) {
            refused = cannotTravel;
          }
        }
      }
    } catch (Throwable failure) {
      if (arguments != null || !refused(failure)) {
        iteration.argumentsFailed(failure);
      }
      end = true;
      sawEnd = true;
    } finally {
      readingSince = 0;
    }
    if (!prepared.isEmpty()) {
      end |= !iteration.submit(from, prepared.toArray(), size);
    }
    if (refused != null && refused(refused)) {
      end = true;
    } else if (refused != null) {
      iteration.refused(index - 1, refused);
    }
    return end;
  }

  /** The iterable's own exception, whatever it is, as it is. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T extends Throwable> void rethrow(Throwable failure) throws T {
    throw (T) failure;
  }

  private Iterator<?> iterator() {
    Iterator<?> known = arguments;
    if (known == null) {
      known = iterable.iterator();
      arguments = known;
    }
    return known;
  }

  /** Whether whoever begins the iteration is still there to be told. */
  private boolean refused(Throwable cause) {
    synchronized (iteration) {
      if (beginning) {
        refusedAtBegin = cause;
      }
      return beginning;
    }
  }
}
