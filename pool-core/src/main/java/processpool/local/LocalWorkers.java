package processpool.local;

import java.util.concurrent.atomic.AtomicInteger;
import processpool.events.Events;
import processpool.local.launch.WorkerCommand;
import processpool.schedule.Runner;
import processpool.schedule.WorkerSettings;
import processpool.wire.FunctionCode;
import processpool.wire.InputFilter;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/** Makes worker processes on this machine: what all workers of one pool have in common. */
public final class LocalWorkers implements Runner.Factory {
  final WorkerCommand command;
  final Events events;

  /** How many were made so far. */
  private final AtomicInteger made = new AtomicInteger();

  /** What each is told first. */
  final MessageWriter initialize = new MessageWriter(ToWorker.INITIALIZE);

  final ClassLoader initializerLoader;

  /**
   * Remembers how to start workers.
   *
   * @param settings what they have in common
   */
  public LocalWorkers(WorkerSettings settings) {
    this.command = new WorkerCommand(settings.processes(), settings.jvmOptions());
    this.events = settings.events();
    FunctionCode initializer = settings.initializer();
    if (initializer == null) {
      initialize.putByte(0);
      initializerLoader = InputFilter.before(settings.filter(), ClassLoader.getSystemClassLoader());
    } else {
      initializerLoader = InputFilter.before(settings.filter(), initializer.loader());
      initialize.putByte(1);
      initializer.putTo(initialize);
      initialize.putAll(settings.arguments());
    }
  }

  /** What one's threads are called by. */
  String nextName() {
    return "processpool-" + events.pool() + "-worker-" + made.incrementAndGet();
  }

  /** A pool is about to be made: begins, once a program, with what takes long. Does not wait. */
  public static void prepare() {
    FirstStart.prepare();
  }

  @Override
  public void resized(int processes) {
    command.shareAmong(processes);
  }

  @Override
  public Runner create(Runner.Listener listener) {
    return new WorkerProcess(this, listener);
  }
}
