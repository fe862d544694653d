package processpool.local;

import java.io.IOException;
import java.util.function.Consumer;
import processpool.events.Log;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.SharedValues;
import processpool.wire.ToWorker;
import processpool.wire.ValueSource;

/**
 * Answers one worker that asks for shared values, {@link InTurn}, and tells it what it is to let
 * go. A worker asks for one piece at a time.
 */
public final class ValueServer implements SharedValues.Holder {
  private record Request(int number, long pool, int value, long offset) {}

  private final Consumer<MessageWriter> link;
  private final Releasing releasing;
  private final ValueSource source;
  private final InTurn<Request> requests = new InTurn<>("values", this::answer);

  /** Tells a worker in turn with its chunks. */
  public interface Releasing {
    /**
     * It is to let a value go.
     *
     * @param pool whose
     * @param number which
     */
    void release(long pool, int number);
  }

  /**
   * For one worker.
   *
   * @param link takes the answers, each a {@link ToWorker#VALUE}
   * @param releasing tells it to let values go
   * @param source where the values come from
   */
  public ValueServer(Consumer<MessageWriter> link, Releasing releasing, ValueSource source) {
    this.link = link;
    this.releasing = releasing;
    this.source = source;
  }

  /**
   * Sees that a request is answered, whatever comes of it.
   *
   * @param message a {@link processpool.wire.ToParent#VALUE_REQUEST} behind its kind
   * @throws IOException when the request is damaged, or one too many
   */
  public void answer(MessageReader message) throws IOException {
    Request request =
        new Request(message.getInt(), message.getLong(), message.getInt(), message.getLong());
    source.check(request.pool, request.value, request.offset);
    if (!requests.add(request)) {
      throw ReplyHandler.outOfTurn("that it lacks more shared values than can be");
    }
  }

  @Override
  public void release(long pool, int number) {
    if (!requests.isOver()) {
      releasing.release(pool, number);
    }
  }

  /** The worker has ended: nobody waits any more. */
  public void end() {
    requests.end();
    source.forget(this);
  }

  private void answer(Request request) {
    link.accept(found(request));
    if (requests.isOver()) {
      source.forget(this); // what was answered meanwhile
    }
  }

  private MessageWriter found(Request request) {
    MessageWriter answer = new MessageWriter(ToWorker.VALUE).putInt(request.number);
    long before = answer.mark();
    try {
      source.answer(request.pool, request.value, request.offset, answer, this);
    } catch (Throwable broken) { // whatever it is, the worker must hear something
      Log.warning("a shared value could not be read: number=" + request.value, broken);
      answer.reset(before);
      SharedValues.refuse(answer);
    }
    return answer;
  }
}
