package processpool.cluster;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import processpool.events.Log;
import processpool.wire.FetchedValues;
import processpool.wire.MessageReader;
import processpool.wire.ValueSource;

/** What a driver shares with a session's workers: each value comes to the node once. */
final class DriverValues {
  private final Link driver;
  private final FetchedValues values = new FetchedValues(this::ask);
  private final Map<Integer, CompletableFuture<MessageReader>> asked = new ConcurrentHashMap<>();
  private final AtomicInteger lastRequest = new AtomicInteger();
  private volatile boolean over;

  DriverValues(Link driver) {
    this.driver = driver;
  }

  ValueSource source() {
    return values;
  }

  private CompletableFuture<MessageReader> ask(long pool, int number, long offset) {
    CompletableFuture<MessageReader> answer = new CompletableFuture<>();
    int request = lastRequest.incrementAndGet();
    asked.put(request, answer);
    driver.send(
        Link.message(ToDriver.VALUE_REQUEST)
            .putInt(request)
            .putLong(pool)
            .putInt(number)
            .putLong(offset));
    if (over) {
      answer.completeExceptionally(new IOException("the driver is gone"));
    }
    return answer;
  }

  /** A VALUE message behind its kind. */
  void answered(MessageReader message) throws IOException {
    message.getByte(); // that it is one
    CompletableFuture<MessageReader> waiting = asked.remove(message.getInt());
    if (waiting != null) {
      waiting.complete(message.rest());
    }
  }

  /** A RELEASE message behind its kind. */
  void release(long pool, int number) throws IOException {
    values.release(pool, number);
  }

  /** The driver is gone: nobody waits any more. */
  void end() {
    over = true;
    asked
        .values()
        .forEach(waiting -> waiting.completeExceptionally(new IOException("the driver is gone")));
    try {
      values.end();
    } catch (IOException e) {
      Log.debug("a shared value's memory was not given back", e);
    }
  }
}
