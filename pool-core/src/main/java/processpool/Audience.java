package processpool;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One listener, with the queue and the thread that keep what it does away from the pool. The thread
 * ends when nothing has happened for a while.
 */
final class Audience {
  private static final System.Logger LOG = System.getLogger("processpool");
  private static final int MOST_BEHIND = 65_536;
  private static final long KEEP_MILLIS = 5_000;
  private static final long LAST_CALL_SECONDS = 5;

  private static final Map<Identity, Audience> ALL = new ConcurrentHashMap<>();
  private static boolean hooked;

  private final PoolListener listener;
  private final ArrayDeque<Consumer<PoolListener>> news = new ArrayDeque<>();
  private boolean running;
  private boolean over;
  private boolean missed;
  private boolean threw;

  private Audience(PoolListener listener) {
    this.listener = listener;
  }

  /** A listener may listen to several pools, and must still hear one thing at a time. */
  private record Identity(PoolListener listener) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Identity that && that.listener == listener;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(listener);
    }
  }

  static Audience of(PoolListener listener) {
    sayGoodbyeAtExit();
    return ALL.computeIfAbsent(new Identity(listener), unused -> new Audience(listener));
  }

  private static synchronized void sayGoodbyeAtExit() {
    if (!hooked) {
      hooked = true;
      Thread hook = new Thread(Audience::sayGoodbye, "processpool-listeners-exit");
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  private static void sayGoodbye() {
    CountDownLatch told = new CountDownLatch(ALL.size());
    for (Audience audience : ALL.values()) {
      audience.end(told);
    }
    try {
      var unused = told.await(LAST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(CountDownLatch told) {
    synchronized (news) {
      over = true;
      add(
          listener -> {
            try {
              listener.programEnding();
            } finally {
              told.countDown();
            }
          });
    }
  }

  /** Queues what the listener is to hear; does not wait. */
  void tell(Consumer<PoolListener> event) {
    boolean firstMissed = false;
    synchronized (news) {
      if (over) {
        return;
      }
      if (news.size() >= MOST_BEHIND) {
        firstMissed = !missed;
        missed = true;
      } else {
        add(event);
      }
    }
    if (firstMissed) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the pool's listener is too slow and misses events: listener=" + name());
    }
  }

  private void add(Consumer<PoolListener> event) {
    synchronized (news) {
      news.add(event);
      if (running) {
        news.notifyAll();
      } else {
        running = true;
        Thread thread = new Thread(this::deliver, "processpool-listener");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  private void deliver() {
    for (Consumer<PoolListener> next = take(); next != null; next = take()) {
      try {
        next.accept(listener);
      } catch (Throwable failure) {
        if (!threw) {
          threw = true;
          LOG.log(
              System.Logger.Level.WARNING,
              "the pool's listener threw: listener=" + name(),
              failure);
        }
      }
    }
  }

  private @Nullable Consumer<PoolListener> take() {
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

  private String name() {
    return listener.getClass().getName();
  }
}
