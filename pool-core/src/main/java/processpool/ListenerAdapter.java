package processpool;

import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.PoolListener.TaskEvent;
import processpool.PoolListener.WorkerEvent;
import processpool.events.ListenerQueue;
import processpool.events.Log;
import processpool.events.Observer;

/** A listener as the pool sees it: one that hears on a thread of its own. */
final class ListenerAdapter implements Observer {
  /** Names a listener for every pool of the program. */
  static final String PROPERTY = "processpool.listener";

  private static final long LAST_CALL_SECONDS = 5;
  private static final Map<Identity, ListenerAdapter> ALL = new ConcurrentHashMap<>();
  private static @Nullable PoolListener ofTheProgram;
  private static boolean hooked;

  private final String name;
  private final ListenerQueue<Consumer<PoolListener>> news;
  private final AtomicBoolean missed = new AtomicBoolean();
  private final AtomicBoolean threw = new AtomicBoolean();

  private ListenerAdapter(PoolListener listener) {
    this.name = listener.getClass().getName();
    this.news =
        new ListenerQueue<>(
            "processpool-listener",
            event -> event.accept(listener),
            (event, thrown) -> {
              if (threw.compareAndSet(false, true)) {
                Log.warning(
                    "the pool's listener threw, and may have missed something: listener="
                        + name
                        + "; mend it where the stack trace says, as it is told only once",
                    thrown);
              }
            });
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

  /** Those that a pool is given, and the program's own, if it names one. */
  static List<Observer> of(List<PoolListener> listeners) {
    List<Observer> observers = new ArrayList<>();
    for (PoolListener listener : listeners) {
      observers.add(of(listener));
    }
    String named = System.getProperty(PROPERTY, "");
    if (!named.isEmpty()) {
      observers.add(of(ofTheProgram(named)));
    }
    return observers;
  }

  private static Observer of(PoolListener listener) {
    endAllAtExit();
    return ALL.computeIfAbsent(new Identity(listener), unused -> new ListenerAdapter(listener));
  }

  private static synchronized PoolListener ofTheProgram(String named) {
    PoolListener known = ofTheProgram;
    if (known == null) {
      try {
        Class<?> type = Class.forName(named, true, ClassLoader.getSystemClassLoader());
        known = (PoolListener) type.getConstructor().newInstance();
      } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
        Throwable reason = e instanceof InvocationTargetException ? e.getCause() : e;
        throw new IllegalArgumentException(
            "cannot make the listener that -D"
                + PROPERTY
                + " names: class="
                + named
                + ", because "
                + reason
                + "; name a public class on the class path that implements PoolListener and has a"
                + " public constructor without parameters",
            e);
      }
      ofTheProgram = known;
    }
    return known;
  }

  private static synchronized void endAllAtExit() {
    if (!hooked) {
      hooked = true;
      Thread hook = new Thread(ListenerAdapter::endAll, "processpool-listeners-exit");
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  private static void endAll() {
    CountDownLatch told = new CountDownLatch(ALL.size());
    for (ListenerAdapter adapter : ALL.values()) {
      adapter.news.close(
          listener -> {
            try {
              listener.programEnding();
            } finally {
              told.countDown();
            }
          });
    }
    try {
      var unused = told.await(LAST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Consumer<PoolListener> event) {
    if (!news.add(event) && missed.compareAndSet(false, true)) {
      Log.warning(
          "the pool's listener is too slow and misses events: listener="
              + name
              + "; let it do less for each event, or hand them on to a thread of its own",
          null);
    }
  }

  @Override
  public void workerStarted(Instant time, String pool, long pid) {
    tell(listener -> listener.workerStarted(new WorkerEvent(time, pool, pid)));
  }

  @Override
  public void workerReady(Instant time, String pool, long pid) {
    tell(listener -> listener.workerReady(new WorkerEvent(time, pool, pid)));
  }

  @Override
  public void workerEnded(Instant time, String pool, long pid, int exitCode) {
    tell(listener -> listener.workerEnded(new WorkerEvent(time, pool, pid), exitCode));
  }

  @Override
  public void taskSubmitted(TaskFacts task) {
    tell(listener -> listener.taskSubmitted(event(task)));
  }

  @Override
  public void taskStarted(TaskFacts task) {
    tell(listener -> listener.taskStarted(event(task)));
  }

  @Override
  public void taskFinished(TaskFacts task) {
    tell(listener -> listener.taskFinished(event(task)));
  }

  @Override
  public void taskFailed(TaskFacts task, Cause cause) {
    tell(listener -> listener.taskFailed(event(task), cause.thrown()));
  }

  private static TaskEvent event(TaskFacts task) {
    return new TaskEvent(task);
  }
}
