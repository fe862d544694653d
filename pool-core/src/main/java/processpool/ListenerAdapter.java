package processpool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.PoolListener.OutputEvent;
import processpool.PoolListener.TaskEvent;
import processpool.PoolListener.WorkerEvent;
import processpool.events.Events;
import processpool.events.ListenerQueue;
import processpool.events.Log;
import processpool.events.Observer;

/** A listener as the pool sees it: one that hears on a thread of its own. */
final class ListenerAdapter implements Observer {
  /** Names listeners for every pool of the program, with commas between them. */
  static final String PROPERTY = "processpool.listener";

  private static final long LAST_CALL_SECONDS = 5;
  private static final long MOST_OUTPUT_BEHIND = 1 << 20;
  private static final Map<Identity, ListenerAdapter> ALL = new ConcurrentHashMap<>();
  private static final Map<String, PoolListener> OF_THE_PROGRAM = new HashMap<>();
  private static boolean hooked;

  private final String name;
  private final ListenerQueue<Consumer<PoolListener>> news;
  private final AtomicBoolean missed = new AtomicBoolean();
  private final AtomicBoolean threw = new AtomicBoolean();
  private final boolean hearsOutput;
  private final AtomicLong outputBehind = new AtomicLong();

  /** How many it listens to; guarded by the class. */
  private int pools;

  private ListenerAdapter(PoolListener listener) {
    this.name = listener.getClass().getName();
    this.hearsOutput = overrides(listener, "printed");
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

  /** Those that a pool is given, and the program's own, if it names some. */
  static List<Observer> of(List<PoolListener> listeners) {
    List<Observer> observers = new ArrayList<>();
    for (PoolListener listener : listeners) {
      observers.add(of(listener));
    }
    String named = System.getProperty(PROPERTY, "");
    for (String one : named.split(",", -1)) {
      if (!one.isBlank()) {
        observers.add(of(ofTheProgram(one.strip())));
      }
    }
    return observers;
  }

  private static boolean overrides(PoolListener listener, String method) {
    for (Method own : listener.getClass().getMethods()) {
      if (own.getName().equals(method) && own.getDeclaringClass() != PoolListener.class) {
        return true;
      }
    }
    return false;
  }

  /** A pool is about to start its workers. */
  static void tellOf(ProcessPool pool, List<Observer> observers) {
    for (Observer observer : observers) {
      if (observer instanceof ListenerAdapter adapter) {
        adapter.tell(listener -> listener.listening(pool));
      }
    }
  }

  static synchronized void add(PoolListener listener, ProcessPool pool, Events events) {
    ListenerAdapter adapter = of(listener);
    if (events.observers().contains(adapter)) {
      adapter.pools--;
      return;
    }
    adapter.tell(hearing -> hearing.listening(pool)); // before it is added: it is to be told first
    var unused = events.add(adapter);
  }

  static synchronized void remove(PoolListener listener, Events events) {
    ListenerAdapter adapter = ALL.get(new Identity(listener));
    if (adapter != null && events.remove(adapter)) {
      adapter.pools--;
      // When it has heard the rest: were it added again meanwhile, it would hear on two threads.
      var unused = adapter.news.add(hearing -> forget(new Identity(hearing)));
    }
  }

  private static synchronized void forget(Identity listener) {
    ListenerAdapter adapter = ALL.get(listener);
    if (adapter != null && adapter.pools == 0) {
      ALL.remove(listener);
    }
  }

  private static synchronized ListenerAdapter of(PoolListener listener) {
    endAllAtExit();
    Identity identity = new Identity(listener);
    ListenerAdapter adapter = ALL.computeIfAbsent(identity, key -> new ListenerAdapter(listener));
    adapter.pools++;
    return adapter;
  }

  private static synchronized PoolListener ofTheProgram(String named) {
    PoolListener known = OF_THE_PROGRAM.get(named);
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
      OF_THE_PROGRAM.put(named, known);
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
  public void workerStarted(WorkerFacts worker) {
    tell(listener -> listener.workerStarted(new WorkerEvent(worker)));
  }

  @Override
  public void workerReady(WorkerFacts worker) {
    tell(listener -> listener.workerReady(new WorkerEvent(worker)));
  }

  @Override
  public void workerEnded(WorkerFacts worker, int exitCode, EndReason reason) {
    tell(
        listener -> {
          WorkerEnd end = WorkerEnd.valueOf(reason.name());
          listener.workerEnded(new WorkerEvent(worker, end), exitCode);
        });
  }

  @Override
  public boolean hearsOutput() {
    return hearsOutput;
  }

  /** Bounded by its bytes, as the queue is by its entries: a line may be long. */
  @Override
  public void printed(WorkerFacts worker, boolean error, byte[] text) {
    if (outputBehind.addAndGet(text.length) > MOST_OUTPUT_BEHIND + text.length) {
      outputBehind.addAndGet(-text.length);
      return;
    }
    boolean queued =
        news.add(
            listener -> {
              outputBehind.addAndGet(-text.length);
              String output = new String(text, UTF_8);
              listener.printed(new OutputEvent(new WorkerEvent(worker), error, output));
            });
    if (!queued) {
      outputBehind.addAndGet(-text.length);
    }
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
