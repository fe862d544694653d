package processpool.local;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.local.launch.WorkerCommand;
import processpool.schedule.Runner;
import processpool.schedule.WorkerSettings;
import processpool.schedule.WorkerSettings.Prepared;
import processpool.wire.InputFilter;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;
import processpool.wire.ValueSource;

/** Makes worker processes on this machine: what all workers of one pool have in common. */
public final class LocalWorkers implements Runner.Factory {
  final WorkerCommand command;
  final Events events;

  /** How many were made so far. */
  private final AtomicInteger made = new AtomicInteger();

  /** What each runs before it leaves; null for nothing. */
  final @Nullable WorkerExit exit;

  /** 0 for as much as they like. */
  final long maxMemoryPerChild;

  /** Null for this program's own, which few pools have. */
  final @Nullable ValueSource values;

  /** What each is told first, behind what is its own. */
  private final MessageWriter initializer = new MessageWriter();

  final ClassLoader initializerLoader;

  /**
   * Remembers how to start workers.
   *
   * @param settings what they have in common
   */
  public LocalWorkers(WorkerSettings settings) {
    this(settings, null);
  }

  /**
   * Remembers how to start workers of a program on another machine.
   *
   * @param settings what they have in common
   * @param values where the values come from that the program shares with them; null for this
   *     program's own
   */
  public LocalWorkers(WorkerSettings settings, @Nullable ValueSource values) {
    this.values = values;
    this.command =
        new WorkerCommand(
            settings.processes(),
            settings.jvm().options(),
            settings.jvm().environment(),
            settings.jvm().directory(),
            settings.jvm().home());
    this.events = settings.events();
    this.maxMemoryPerChild = settings.maxMemoryPerChild();
    Prepared last = settings.workerExit();
    this.exit = last == null ? null : new WorkerExit(last, events.pool());
    Prepared first = settings.initializer();
    if (first == null) {
      initializer.putByte(0);
      initializerLoader = InputFilter.before(settings.filter(), ClassLoader.getSystemClassLoader());
    } else {
      initializerLoader = InputFilter.before(settings.filter(), first.code().loader());
      first.putTo(initializer.putByte(1));
    }
  }

  /** What one is told first. */
  MessageWriter initialize(int index) {
    return new MessageWriter(ToWorker.INITIALIZE)
        .putInt(index)
        .putLong(maxMemoryPerChild)
        .putAll(initializer);
  }

  /** What one's threads are called by. */
  String nextName() {
    return "processpool-" + events.pool() + "-worker-" + made.incrementAndGet();
  }

  /** A pool is about to be made: begins, once a program, with what takes long. Does not wait. */
  public static void prepare() {
    FirstStart.prepare();
  }

  /**
   * The options of this JVM that its workers share: for an engine whose workers are elsewhere.
   *
   * @return each in one piece
   */
  public static List<String> inherited() {
    return WorkerCommand.inherited();
  }

  @Override
  public void resized(int processes) {
    command.shareAmong(processes);
  }

  @Override
  public Runner create(Runner.Listener listener, int index) {
    return new WorkerProcess(this, index, listener);
  }
}
