package processpool.events;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What somebody is to hear, and the thread that tells it: whatever the listener does there, who
 * adds to the queue neither waits nor fails. The thread ends when nothing has happened for a while.
 *
 * @param <T> what is heard
 */
public final class ListenerQueue<T> {
  private static final int MOST_BEHIND = 65_536;
  private static final long KEEP_MILLIS = 5_000;

  private final String name;
  private final Consumer<? super T> listener;
  private final BiConsumer<? super T, Throwable> failed;

  // Guarded by itself, as is what follows:
  private final ArrayDeque<T> news = new ArrayDeque<>();
  private boolean running;
  private boolean closed;

  /**
   * Makes a queue; its thread starts with the first entry.
   *
   * @param name of the thread
   * @param listener hears one entry at a time, in order
   * @param failed is told of the entries that the listener threw at
   */
  public ListenerQueue(
      String name, Consumer<? super T> listener, BiConsumer<? super T, Throwable> failed) {
    this.name = name;
    this.listener = listener;
    this.failed = failed;
  }

  /**
   * Queues an entry; neither waits nor fails.
   *
   * @param entry what is to be heard
   * @return false when the listener is too far behind, and will not hear it
   */
  public boolean add(T entry) {
    synchronized (news) {
      if (closed) {
        return true;
      }
      if (news.size() >= MOST_BEHIND) {
        return false;
      }
      put(entry);
      return true;
    }
  }

  /**
   * Queues the last entry; what is added later is not heard.
   *
   * @param last what is to be heard last
   */
  public void close(T last) {
    synchronized (news) {
      if (!closed) {
        closed = true;
        put(last);
      }
    }
  }

  private void put(T entry) {
    synchronized (news) {
      news.add(entry);
      if (running) {
        news.notifyAll();
        return;
      }
      try {
        Thread thread = new Thread(this::deliver, name);
        thread.setDaemon(true);
        thread.start();
        running = true;
      } catch (Throwable noThreadNow) {
        // The entry stays, and the next one tries again.
      }
    }
  }

  private void deliver() {
    for (T next = take(); next != null; next = take()) {
      try {
        listener.accept(next);
      } catch (Throwable failure) {
        tellFailed(next, failure);
      }
    }
  }

  private void tellFailed(T entry, Throwable failure) {
    try {
      failed.accept(entry, failure);
    } catch (Throwable again) {
      // Nobody is left to be told.
    }
  }

  private @Nullable T take() {
    synchronized (news) {
      long begun = System.nanoTime();
      while (news.isEmpty()) {
        long left = KEEP_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (left <= 0) {
          running = false;
          return null;
        }
        try {
          news.wait(left);
        } catch (InterruptedException ofTheListenersOwnMaking) {
          // Nobody else knows this thread.
        }
      }
      return news.poll();
    }
  }
}
