package processpool.cluster;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Helpers;
import processpool.wire.MessageWriter;

/**
 * What a driver says to one worker, in its order: noted under the scheduler's lock, said with none
 * held.
 */
final class Orders {
  /** About how long an order without arguments is. */
  static final long SMALL = 64;

  private record Order(Link.Sending how, long size) {}

  private final Queue<Order> waiting = new ConcurrentLinkedQueue<>();

  /** Above 0 while somebody is at it: how many have come meanwhile. */
  private final AtomicInteger asked = new AtomicInteger();

  private final AtomicBoolean poked = new AtomicBoolean();
  private volatile @Nullable Link link;
  private volatile int worker;

  /** From now on there is somebody to hear them. */
  void open(Link to, int number) {
    worker = number;
    link = to;
  }

  void add(Link.Sending how, long size) {
    waiting.add(new Order(how, size));
  }

  void add(ToNode kind, int... words) {
    add(
        to -> {
          MessageWriter message = Link.message(kind).putInt(worker);
          for (int word : words) {
            message.putInt(word);
          }
          to.put(message);
        },
        SMALL);
  }

  /** Says what was noted. */
  void send() {
    Link to = link;
    if (to == null || asked.getAndIncrement() > 0) {
      return; // whoever is at it goes on
    }
    int seen = 1;
    do {
      for (Order next = waiting.poll(); next != null; next = waiting.poll()) {
        to.send(next.how, next.size);
      }
      seen = asked.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Sees that it is said soon. */
  void sendSoon() {
    if (!poked.getAndSet(true)) {
      Helpers.run(
          "cluster-sender",
          () -> {
            poked.set(false);
            send();
          });
    }
  }
}
