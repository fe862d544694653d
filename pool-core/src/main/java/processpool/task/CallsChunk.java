package processpool.task;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;
import processpool.wire.Codec;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A chunk of a map or an iteration: calls that lie next to each other, and how they ended. */
abstract class CallsChunk extends TaskChunk {
  private static final @Nullable Object[] NONE = {};

  /** The number of its first call's argument among all. */
  final int index;

  private final byte argumentsEach;
  private final long size;

  /** Ready to be written, call by call. */
  private @Nullable Object @Nullable [] arguments;

  /** A value, {@link Arrived} or an {@link Outcome} for each call. */
  private @Nullable Object[] outcomes = NONE;

  /** Whether one of them is more than a value. */
  private boolean special;

  /** How many of them have no value. */
  private int failed;

  private int until;
  private @Nullable Outcome rest;

  /** Those of its calls that were never told of have failed: all have ended. */
  private volatile boolean failedWhole;

  CallsChunk(
      TaskFunction function,
      int index,
      @Nullable Object[] arguments,
      int argumentsEach,
      long size) {
    super(function, arguments.length / argumentsEach);
    this.index = index;
    this.arguments = arguments;
    this.argumentsEach = (byte) argumentsEach;
    this.size = size;
  }

  /** One of its own for each chunk is a call of the JVM, one for all chunks of a map is not. */
  @Override
  public final int hashCode() {
    return 31 * System.identityHashCode(function) + index;
  }

  @Override
  public long size() {
    return size + function.capturedSize();
  }

  @Override
  void putCalls(MessageWriter to, int first) throws IOException {
    @Nullable Object[] current = arguments;
    if (current != null) {
      for (int i = first * argumentsEach; i < current.length; i++) {
        Codec.encode(current[i], to);
      }
    }
  }

  @Override
  protected void dropArguments() {
    arguments = null;
  }

  @Override
  void note(MessageReader from, int first, int count, WorkerId who) throws IOException {
    @Nullable Object[] into = room();
    for (int call = first; call < first + count; call++) {
      Object outcome = outcome(from, call == first + count - 1, who);
      into[call] = outcome;
      if (isSpecial(outcome)) {
        special = true;
        if (isFailure(outcome)) {
          failed++;
          noteFailure();
        }
      }
    }
  }

  @Override
  protected void record(int call, Outcome outcome) {
    special = true;
    failed++;
    noteFailure();
    room()[call] = outcome;
  }

  @Override
  protected int failures(int before) {
    if (before == calls()) {
      return failed;
    }
    int some = 0;
    for (int call = 0; call < before; call++) {
      Object outcome = outcomes[call];
      some += outcome instanceof Outcome || isFailure(outcome) ? 1 : 0;
    }
    return some;
  }

  private @Nullable Object[] room() {
    if (outcomes.length == 0) {
      outcomes = new @Nullable Object[calls()];
    }
    return outcomes;
  }

  @Override
  final @Nullable Failed firstFailed(int noted, @Nullable Outcome others) {
    until = noted;
    rest = others;
    if (others != null && !(others instanceof Outcome.Cancelled)) {
      failedWhole = true;
    }
    for (int call = 0; special && call < noted; call++) {
      if (outcomes[call] instanceof Outcome bad) {
        return failed(bad, index + call);
      }
    }
    return others == null || noted == calls() ? null : failed(others, index + noted);
  }

  /**
   * How many of its calls have ended, well or not; cancelled ones have not. Never fewer than it was
   * before.
   */
  final int completed() {
    return failedWhole ? calls() : told();
  }

  // ---- once it has ended

  /** How a call ended: its value or {@link Failed}; reads what has not been read. */
  final @Nullable Object result(int call) {
    Outcome others = rest;
    if (others != null && call >= until) {
      return failed(others, index + call);
    }
    Object outcome = outcomes[call];
    return special ? read(outcome, index + call) : outcome;
  }

  /** Its values as they came; null when they are not simply that. */
  final @Nullable Object @Nullable [] values() {
    return special || rest != null ? null : outcomes;
  }

  /** Lets a value go that somebody has. */
  final void forget(int call) {
    if (call < outcomes.length) {
      outcomes[call] = null;
    }
  }

  /** Lets all go. */
  final void forgetAll() {
    outcomes = NONE;
  }
}
