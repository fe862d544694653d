package processpool.task;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import processpool.events.TaskTrace;
import processpool.schedule.Chunk;
import processpool.schedule.Limits;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.UnreadValue;

/** A chunk of what a user submitted. What it keeps of its calls is read by whoever wants it. */
abstract class TaskChunk extends Chunk {
  final TaskFunction function;

  /** Null when nobody looks on. */
  private @Nullable TaskTrace trace;

  TaskChunk(TaskFunction function, int calls) {
    super(calls);
    this.function = function;
  }

  /** A value that has arrived and not been read, which may fail. */
  record Arrived(UnreadValue bytes, WorkerId who) {}

  @Override
  public final FunctionCode function() {
    return function.code();
  }

  @Override
  public final Limits limits() {
    return function.limits();
  }

  @Override
  public final void putArguments(MessageWriter to, int first) throws IOException {
    function.putCaptured(to);
    putCalls(to, first);
  }

  /** Puts the arguments of each call from one on. */
  abstract void putCalls(MessageWriter to, int first) throws IOException;

  @Override
  protected final void record(MessageReader outcomes, int first, int count, WorkerId who)
      throws IOException {
    TaskTrace current = trace;
    if (current == null) {
      note(outcomes, first, count, who);
      return;
    }
    long before = outcomes.remaining();
    note(outcomes, first, count, who);
    current.replied(before - outcomes.remaining());
  }

  /** As {@link #record}. */
  abstract void note(MessageReader outcomes, int first, int count, WorkerId who) throws IOException;

  /** How a call ended: its value, {@link Arrived} or an {@link Outcome}. */
  final @Nullable Object outcome(MessageReader from, boolean last, WorkerId who)
      throws IOException {
    long lost = from.cutBy();
    if (lost > 0) {
      return new Arrived(Codec.lost(lost), who);
    }
    if (from.getByte() == 0) {
      return new Outcome.Threw(Failure.decode(from, function.loader()), who);
    }
    Object value = Codec.arrive(from, last);
    return value instanceof UnreadValue unread ? new Arrived(unread, who) : value;
  }

  /** Whether that is more than a value. */
  static boolean isSpecial(@Nullable Object outcome) {
    // Final classes: asking for an interface would take longer than reading a value does.
    return outcome instanceof Outcome.Threw || outcome instanceof Arrived;
  }

  /** Whether it is known to have failed; of what {@link #isSpecial}. */
  static boolean isFailure(@Nullable Object special) {
    return special instanceof Outcome.Threw
        || (special instanceof Arrived arrived && arrived.bytes.isLost());
  }

  /** A value, or {@link Failed}; reads what has not been read. */
  final @Nullable Object read(@Nullable Object outcome, int index) {
    if (outcome instanceof Outcome bad) {
      return failed(bad, index);
    }
    if (outcome instanceof Arrived arrived) {
      try {
        return arrived.bytes.read(function.loader());
      } catch (Throwable unreadable) { // a class of the program's own read it: anything may come
        return failed(new Outcome.Unreadable(unreadable, arrived.who), index);
      }
    }
    return outcome;
  }

  final Failed failed(Outcome outcome, int index) {
    return new Failed(function.exceptions(), outcome, index);
  }

  /** It is about to be handed in: must be called first. */
  final void submitted(long submission, long index, long size) {
    if (function.events().active()) {
      String name = function.code().name();
      trace = function.events().submitted(name, calls(), submission, index, size);
    }
  }

  /** It was not taken after all. */
  final void refused() {
    TaskTrace current = trace;
    if (current != null) {
      current.failed(failed(new Outcome.Cancelled("pool is closed"), -1));
      current.ended();
    }
  }

  @Override
  protected final void begunBy(WorkerId who) {
    TaskTrace current = trace;
    if (current != null) {
      current.started(who.node(), who.pid());
    }
    startedBy(who);
  }

  abstract void startedBy(WorkerId who);

  @Override
  protected final void ended(int until, @Nullable Outcome rest) {
    Failed first = firstFailed(until, rest);
    if (first != null && first.worker().pid() >= 0) {
      begunBy(first.worker()); // one that was ended or stopped could not say so
    }
    try {
      tell(first);
    } finally { // what goes wrong with telling must not keep the result from ending
      finished(until, rest, first);
    }
  }

  private void tell(@Nullable Failed first) {
    TaskTrace current = trace;
    trace = null; // once
    if (current == null) {
      return;
    }
    if (first != null) {
      current.failed(first);
    }
    current.ended();
  }

  /** The first of its calls that is known to have no value. */
  abstract @Nullable Failed firstFailed(int until, @Nullable Outcome rest);

  /** As {@link #ended}, once those who look on have been told. */
  abstract void finished(int until, @Nullable Outcome rest, @Nullable Failed first);
}
