package processpool.parent;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;

/**
 * The unit of work that a worker takes: a function and the arguments of one or more calls of it.
 * How it went is told to its own methods, once, by the pool's threads: they must not block.
 *
 * <p>A chunk goes WAITING, HANDED, ENDED; it may go back to WAITING when its worker never began it.
 * Whoever makes it ENDED tells how it went; all others come too late and say nothing, so it has one
 * outcome, whatever races. Millions may wait, so it is kept small.
 */
public abstract class Chunk {
  static final int WAITING = 0;
  static final int HANDED = 1;
  static final int ENDED = 2;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Chunk.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int items;

  /** Written under the dispatcher's lock, but for the end. */
  private volatile int state;

  /** Who has it, or had it to the end; null while it waits. Written under the dispatcher's lock. */
  volatile @Nullable Runner runner;

  /** Where and under which number its worker finds it: see {@link processpool.wire.Claims}. */
  int slot;

  int ticket;

  int deaths;

  /** How suspicious it is of killing workers before they can say that they began it. */
  int suspicion;

  /** Whether its worker has said that it began; over shared memory it need not say so. */
  volatile boolean begun;

  /** When it, or its present item, was begun or handed over: {@link System#nanoTime()}. */
  volatile long since;

  /**
   * Makes a chunk.
   *
   * @param items how many calls it is
   */
  protected Chunk(int items) {
    this.items = items;
  }

  /**
   * How many calls it is.
   *
   * @return at least 1
   */
  protected final int items() {
    return items;
  }

  /**
   * The process id of the worker that has begun it.
   *
   * @return the id, or -1 when none has or it has ended
   */
  public final long workerPid() {
    Runner current = runner;
    return current != null && state == HANDED && current.hasBegun(this) ? current.pid() : -1;
  }

  /**
   * Spends a moment that would be spent waiting anyway on taking this chunk's result in.
   *
   * @param nanos how long at most
   */
  public final void help(long nanos) {
    Runner current = runner;
    if (current != null) {
      current.help(this, nanos);
    }
  }

  final boolean is(int expected) {
    return state == expected;
  }

  final void handTo(Runner newRunner) {
    begun = false;
    since = System.nanoTime();
    runner = newRunner;
    state = HANDED;
  }

  final void backToWaiting() {
    runner = null;
    state = WAITING;
  }

  /** Ends it; false when something else already did. */
  final boolean end() {
    int current = state;
    while (current != ENDED) {
      if (STATE.compareAndSet(this, current, ENDED)) {
        return true;
      }
      current = state;
    }
    return false;
  }

  /**
   * What to call.
   *
   * @return the function
   */
  protected abstract FunctionCode function();

  /**
   * Finds the classes of the results.
   *
   * @return the function's own loader
   */
  protected abstract ClassLoader loader();

  /**
   * About how large it is on its way.
   *
   * @return bytes
   */
  protected abstract long size();

  /**
   * Puts what the function captured, counted, and all arguments, not counted.
   *
   * @param to where
   * @throws IOException when something of it cannot be serialized any more
   */
  protected abstract void putArguments(MessageWriter to) throws IOException;

  /** Lets the arguments go: whoever keeps the result need not keep them. */
  protected abstract void dropArguments();

  /**
   * A worker has begun it.
   *
   * @param pid the worker's process id
   */
  protected abstract void started(long pid);

  /**
   * One call returned.
   *
   * @param item which, from 0
   * @param value what, or null
   */
  protected abstract void succeeded(int item, @Nullable Object value);

  /**
   * Every call returned.
   *
   * @param values what, in order; the chunk's own from now on
   */
  protected void allSucceeded(@Nullable Object[] values) {
    for (int item = 0; item < values.length; item++) {
      succeeded(item, values[item]);
    }
  }

  /**
   * One call threw.
   *
   * @param item which, from 0
   * @param failure what
   * @param pid where
   */
  protected abstract void failed(int item, Failure failure, long pid);

  /**
   * A call's result arrived but cannot be read.
   *
   * @param item which, from 0
   * @param cause why
   * @param pid where
   */
  protected abstract void unreadable(int item, Throwable cause, long pid);

  /** Every call has been told of. */
  protected abstract void finished();

  /**
   * It could not be sent after all: an argument was changed after it had been found serializable.
   *
   * @param cause why
   */
  protected abstract void unsendable(Throwable cause);

  /**
   * Its worker died while running it.
   *
   * @param death how
   */
  protected abstract void lost(WorkerDeath death);

  /**
   * It took too long; its worker is being killed.
   *
   * @param pid the worker's process id
   */
  protected abstract void timedOut(long pid);

  /**
   * The pool cannot start workers.
   *
   * @param death how the last one ended before it was ready
   */
  protected abstract void broken(WorkerDeath death);

  /** The pool was terminated, or the task cancelled, first. */
  protected abstract void cancelled();
}
