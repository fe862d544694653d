package processpool.parent;

import org.jspecify.annotations.Nullable;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;

/**
 * The unit of work that a worker takes: a function and the arguments of one or more calls of it.
 * How it went is told to its own methods, once, by the worker's threads: they must not block.
 */
public abstract class Chunk {
  /** Where a chunk is; guarded by the dispatcher's lock. */
  enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  final FunctionCode function;
  final int items;
  final int arity;
  final ClassLoader loader;
  State state = State.WAITING;
  @Nullable Seat seat;
  int deaths;

  /** How suspicious it is of killing workers before they can say that they began it. */
  int suspicion;

  /** Whether its worker has said that it began; until then nothing of it has been run. */
  volatile boolean begun;

  /** When it, or its present item, was begun or handed over: {@link System#nanoTime()}. */
  volatile long since;

  private @Nullable MessageWriter arguments;

  /**
   * Makes a chunk.
   *
   * @param function what to call
   * @param items how many calls
   * @param arity how many arguments each takes
   * @param arguments all of them, encoded, one after another
   * @param loader finds the classes of the results
   */
  protected Chunk(
      FunctionCode function, int items, int arity, MessageWriter arguments, ClassLoader loader) {
    this.function = function;
    this.items = items;
    this.arity = arity;
    this.arguments = arguments;
    this.loader = loader;
  }

  /**
   * How many calls it is.
   *
   * @return at least 1
   */
  protected final int items() {
    return items;
  }

  MessageWriter arguments() {
    MessageWriter current = arguments;
    return current == null ? new MessageWriter() : current;
  }

  /** Lets the arguments go: whoever keeps the result need not keep them. */
  void dropArguments() {
    arguments = null;
  }

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
