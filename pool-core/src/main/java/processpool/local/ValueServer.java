package processpool.local;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.SharedValues;
import processpool.wire.ToWorker;

/**
 * Answers one worker that asks for shared values, and tells it what it is to let go. On a thread of
 * its own, as reading and sending take time; one request after the other, so that requests without
 * end cost neither threads nor memory. A worker asks for one piece at a time.
 */
final class ValueServer implements SharedValues.Holder {
  /** As many threads of a worker may wait for an answer. */
  private static final int MOST = 10_000;

  private record Request(int number, long pool, int value, long offset) {}

  private final Consumer<MessageWriter> link;
  private final Releasing releasing;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private boolean answering;
  private boolean over;

  /** Tells a worker in turn with its chunks. */
  interface Releasing {
    /** It is to let a value go. */
    void release(long pool, int number);
  }

  ValueServer(Consumer<MessageWriter> link, Releasing releasing) {
    this.link = link;
    this.releasing = releasing;
  }

  /** Sees that a {@link processpool.wire.ToParent#VALUE_REQUEST} behind its kind is answered. */
  void answer(MessageReader message) throws IOException {
    Request request =
        new Request(message.getInt(), message.getLong(), message.getInt(), message.getLong());
    SharedValues.check(request.pool, request.value, request.offset);
    synchronized (this) {
      if (over) {
        return;
      }
      if (waiting.size() == MOST) {
        throw ReplyHandler.outOfTurn("that it lacks more shared values than can be");
      }
      waiting.add(request);
      if (answering) {
        return;
      }
      answering = true;
    }
    Helpers.run("values", this::answerAll);
  }

  @Override
  public void release(long pool, int number) {
    if (!isOver()) {
      releasing.release(pool, number);
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  /** The worker has ended: nobody waits any more. */
  void end() {
    synchronized (this) {
      over = true;
      waiting.clear();
    }
    SharedValues.forget(this);
  }

  private void answerAll() {
    for (Request next = next(); next != null; next = next()) {
      link.accept(answer(next));
    }
    if (isOver()) {
      SharedValues.forget(this); // what was answered meanwhile
    }
  }

  private synchronized @Nullable Request next() {
    Request next = waiting.poll();
    answering = next != null;
    return next;
  }

  private MessageWriter answer(Request request) {
    MessageWriter answer = new MessageWriter(ToWorker.VALUE).putInt(request.number);
    long before = answer.mark();
    try {
      SharedValues.answer(request.pool, request.value, request.offset, answer, this);
    } catch (Throwable broken) { // whatever it is, the worker must hear something
      Log.warning("a shared value could not be read: number=" + request.value, broken);
      answer.reset(before);
      SharedValues.refuse(answer);
    }
    return answer;
  }
}
