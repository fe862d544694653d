package processpool;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import processpool.parent.Chunk;
import processpool.parent.WorkerDeath;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;

/**
 * A chunk, on the side of the pool's face: turns all that can go wrong with it into the exceptions
 * that users see.
 */
abstract class Part extends Chunk {
  final Call call;

  /** Null when nobody listens. */
  private @Nullable TaskTrace trace;

  Part(Call call, int size) {
    super(size);
    this.call = call;
  }

  @Override
  protected final FunctionCode function() {
    return call.function().code();
  }

  @Override
  protected final ClassLoader loader() {
    return call.loader();
  }

  @Override
  protected final void putArguments(MessageWriter to) throws IOException {
    to.putInt(call.function().captured().length);
    Call.encode(call.function().captured(), to);
    putItems(to);
  }

  /** Puts the arguments of each call. */
  abstract void putItems(MessageWriter to) throws IOException;

  /**
   * Puts the arguments of one call of a function of one argument, or of two that come as a pair.
   */
  static void putItem(@Nullable Object item, boolean pair, MessageWriter to) throws IOException {
    if (pair) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) Objects.requireNonNull(item, "pair");
      Codec.encode(entry.getKey(), to);
      Codec.encode(entry.getValue(), to);
    } else {
      Codec.encode(item, to);
    }
  }

  /** About how large such an item is; refuses what cannot travel. */
  static long checkItem(@Nullable Object item, boolean pair) {
    if (pair) {
      Map.Entry<?, ?> entry = (Map.Entry<?, ?>) Objects.requireNonNull(item, "pair");
      return Call.check(entry.getKey()) + Call.check(entry.getValue());
    }
    return Call.check(item);
  }

  /** About how large they are together. */
  static long checkItems(@Nullable Object[] items, boolean pairs) {
    long size = 0;
    for (Object item : items) {
      size += checkItem(item, pairs);
    }
    return size;
  }

  /** It is about to be handed in: must be called first. */
  final void submitted() {
    if (call.events().active()) {
      trace = call.events().submitted(call.function().code().name(), items());
    }
  }

  /** It was not taken after all. */
  final void refused(Throwable cause) {
    TaskTrace current = trace;
    if (current != null) {
      current.threw(cause);
      current.ended();
    }
  }

  @Override
  protected final void started(long pid) {
    TaskTrace current = trace;
    if (current != null) {
      current.started(pid);
    }
    begunBy(pid);
  }

  /** A worker has begun it. */
  abstract void begunBy(long pid);

  @Override
  protected final void finished() {
    TaskTrace current = trace;
    try {
      if (current != null) {
        current.ended();
      }
    } finally {
      ended();
    }
  }

  /** Every call has its value, or none. */
  abstract void ended();

  /**
   * One call has no value.
   *
   * @param item which, from 0
   * @param cause why
   * @param pid where, or -1
   */
  final void threw(int item, Throwable cause, long pid) {
    noteFailure(cause);
    fails(item, cause, pid);
  }

  /** Tells those who listen why it fails; of several reasons, the first. */
  final void noteFailure(Throwable cause) {
    TaskTrace current = trace;
    if (current != null) {
      current.threw(cause);
    }
  }

  /** As {@link #threw}, which calls it. */
  abstract void fails(int item, Throwable cause, long pid);

  /** The whole chunk has no values. */
  final void failAll(Throwable cause, long pid) {
    for (int item = 0; item < items(); item++) {
      threw(item, cause, pid);
    }
    finished();
  }

  @Override
  protected void failed(int item, Failure failed, long pid) {
    Throwable thrown = failed.thrown();
    threw(item, thrown == null ? new RemoteTaskException(failed, pid) : thrown, pid);
  }

  @Override
  protected void unreadable(int item, Throwable cause, long pid) {
    String message = "the task's result cannot be read in the parent: " + Failure.text(cause);
    threw(item, new IllegalStateException(message, cause), pid);
  }

  @Override
  protected void unsendable(Throwable cause) {
    String message =
        "the task's arguments can no longer travel to a worker: they were changed after it was"
            + " submitted, or are too large: "
            + Failure.text(cause);
    failAll(new IllegalArgumentException(message, cause), -1);
  }

  @Override
  protected void lost(WorkerDeath death) {
    started(death.pid());
    failAll(new WorkerDiedException(death), death.pid());
  }

  @Override
  protected void timedOut(long pid) {
    started(pid); // or a worker that was stopped before it could say so
    failAll(new TaskTimeoutException(pid, call.timeout()), pid);
  }

  @Override
  protected void broken(WorkerDeath death) {
    failAll(new BrokenPoolException(death), -1);
  }
}
