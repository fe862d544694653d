package processpool.task;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Outcome;
import processpool.schedule.Scheduler;
import processpool.schedule.WorkerId;
import processpool.wire.Codec;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A task of one call. Millions of them may wait, so each is but two small objects. */
public final class SingleTask extends TaskChunk implements Promise.Source {
  private static final Object NONE = new Object();

  private final Promise promise;

  /** The arguments, in order, ready to be written; NONE for fewer than two. */
  private @Nullable Object first;

  private @Nullable Object second;
  private final int size;

  /** How its call ended; before, what it is to return whatever the call returns, or NONE. */
  private @Nullable Object outcome = NONE;

  private SingleTask(TaskFunction function, @Nullable Object first, @Nullable Object second) {
    super(function, 1);
    this.promise = new Promise(this, function.code());
    this.first = first == NONE ? NONE : TaskFunction.prepare(first);
    this.second = second == NONE ? NONE : TaskFunction.prepare(second);
    long bytes =
        (first == NONE ? 0 : Codec.size(this.first))
            + (second == NONE ? 0 : Codec.size(this.second));
    this.size = (int) Math.min(Integer.MAX_VALUE, bytes);
  }

  /**
   * A call without arguments.
   *
   * @param function what to call
   * @return the task
   */
  public static SingleTask of(TaskFunction function) {
    return new SingleTask(function, NONE, NONE);
  }

  /**
   * A call with an argument.
   *
   * @param function what to call
   * @param argument possibly null
   * @return the task
   */
  public static SingleTask of(TaskFunction function, @Nullable Object argument) {
    return new SingleTask(function, argument, NONE);
  }

  /**
   * A call with two arguments.
   *
   * @param function what to call
   * @param first possibly null
   * @param second possibly null
   * @return the task
   */
  public static SingleTask of(
      TaskFunction function, @Nullable Object first, @Nullable Object second) {
    return new SingleTask(function, first, second);
  }

  /**
   * A call without arguments, whose result is known beforehand.
   *
   * @param function what to call
   * @param known what the task returns
   * @return the task
   */
  public static SingleTask returning(TaskFunction function, @Nullable Object known) {
    SingleTask single = new SingleTask(function, NONE, NONE);
    single.outcome = known;
    return single;
  }

  /**
   * Hands it in.
   *
   * @return its end, later
   * @throws IllegalStateException when the pool is closed
   */
  public Promise submit() {
    submitted(-1, 0, 1);
    try {
      function.scheduler().submit(this);
    } catch (IllegalStateException closed) {
      refused();
      throw closed;
    }
    return promise;
  }

  /**
   * What was submitted.
   *
   * @return the function, as the user has it
   */
  public Object task() {
    return function.task();
  }

  @Override
  public boolean cancel(boolean running) {
    Scheduler scheduler = function.scheduler();
    return scheduler.cancel(List.of(this), running);
  }

  @Override
  public int completed() {
    return told();
  }

  @Override
  public long size() {
    return size + function.capturedSize();
  }

  @Override
  void putCalls(MessageWriter to, int from) throws IOException {
    Object one = first;
    if (one != NONE) {
      Codec.encode(one, to);
    }
    Object two = second;
    if (two != NONE) {
      Codec.encode(two, to);
    }
  }

  @Override
  protected void dropArguments() {
    first = null;
    second = null;
  }

  @Override
  void startedBy(WorkerId who) {
    promise.startedBy(who);
  }

  @Override
  void note(MessageReader outcomes, int from, int count, WorkerId who) throws IOException {
    Object arrived = outcome(outcomes, true, who);
    boolean special = isSpecial(arrived);
    if (outcome == NONE || special) {
      outcome = arrived;
    }
    if (special && isFailure(arrived)) {
      noteFailure();
    }
  }

  @Override
  protected void record(int call, Outcome how) {
    outcome = how;
    noteFailure();
  }

  @Override
  @Nullable Failed firstFailed(int until, @Nullable Outcome rest) {
    Outcome bad = rest != null ? rest : outcome instanceof Outcome noted ? noted : null;
    return bad == null ? null : failed(bad, -1);
  }

  @Override
  void finished(int until, @Nullable Outcome rest, @Nullable Failed failed) {
    Object ended = outcome;
    if (failed != null) {
      promise.end(failed);
    } else if (ended instanceof Arrived) {
      promise.end(new Promise.Unread(() -> read(ended, -1)));
    } else {
      promise.end(ended);
    }
    outcome = null;
  }
}
