package processpool;

import java.lang.reflect.InvocationTargetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import processpool.PoolListener.TaskEvent;
import processpool.PoolListener.WorkerEvent;
import processpool.parent.WorkerWatch;

/** What happens in one pool, told to its listeners and to the flight recorder, if it records. */
final class Events implements WorkerWatch {
  /** Names a listener for every pool of the program. */
  static final String PROPERTY = "processpool.listener";

  private static final AtomicLong TASKS = new AtomicLong();

  // The clock of the day may jump; that of a run must not.
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant EPOCH = Instant.now();

  private static final long EPOCH_NANOS = System.nanoTime();

  private static @Nullable PoolListener ofTheProgram;

  private final List<Audience> audiences;

  private Events(List<Audience> audiences) {
    this.audiences = audiences;
  }

  static Events of(List<PoolListener> listeners) {
    List<Audience> audiences = new ArrayList<>();
    for (PoolListener listener : listeners) {
      audiences.add(Audience.of(listener));
    }
    String named = System.getProperty(PROPERTY, "");
    if (!named.isEmpty()) {
      audiences.add(Audience.of(ofTheProgram(named)));
    }
    return new Events(audiences);
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

  /** Whether anybody listens: all that a task costs when nobody does. */
  boolean active() {
    return !audiences.isEmpty() || FlightRecorderAccess.recording();
  }

  /** Begins to tell of a task that is being handed in. */
  TaskTrace submitted(String function, int calls) {
    return new TaskTrace(this, TASKS.getAndIncrement(), function, calls);
  }

  static Instant now() {
    return EPOCH.plusNanos(System.nanoTime() - EPOCH_NANOS);
  }

  List<Audience> audiences() {
    return audiences;
  }

  @Override
  public void started(long pid) {
    if (active()) {
      WorkerEvent event = new WorkerEvent(now(), pid);
      audiences.forEach(audience -> audience.tell(listener -> listener.workerStarted(event)));
      if (FlightRecorderAccess.recording()) {
        FlightEvents.workerStarted(event);
      }
    }
  }

  @Override
  public void ready(long pid) {
    if (active()) {
      WorkerEvent event = new WorkerEvent(now(), pid);
      audiences.forEach(audience -> audience.tell(listener -> listener.workerReady(event)));
      if (FlightRecorderAccess.recording()) {
        FlightEvents.workerReady(event);
      }
    }
  }

  @Override
  public void ended(long pid, int exitCode) {
    if (active()) {
      WorkerEvent event = new WorkerEvent(now(), pid);
      audiences.forEach(
          audience -> audience.tell(listener -> listener.workerEnded(event, exitCode)));
      if (FlightRecorderAccess.recording()) {
        FlightEvents.workerEnded(event, exitCode);
      }
    }
  }

  TaskEvent event(TaskTrace trace, long pid) {
    return new TaskEvent(now(), trace.task, trace.function, trace.calls, pid);
  }
}
