package processpool.local;

import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.local.launch.WorkerCommand;
import processpool.schedule.Runner;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/** Makes worker processes on this machine: what all workers of one pool have in common. */
public final class LocalWorkers implements Runner.Factory {
  final WorkerCommand command;
  final Events events;

  /** What each is told first. */
  final MessageWriter initialize = new MessageWriter(ToWorker.INITIALIZE);

  final ClassLoader initializerLoader;

  /**
   * Remembers how to start workers.
   *
   * @param processes how many share this machine's memory
   * @param jvmOptions options for their JVMs, after the pool's own
   * @param initializer runs once in each before its first task; null for none
   * @param arguments what the initializer captured and its arguments, encoded
   * @param events is told of each worker's life; if anybody looks on, of each call that begins
   */
  public LocalWorkers(
      int processes,
      List<String> jvmOptions,
      @Nullable FunctionCode initializer,
      MessageWriter arguments,
      Events events) {
    this.command = new WorkerCommand(processes, jvmOptions);
    this.events = events;
    if (initializer == null) {
      initialize.putByte(0);
      initializerLoader = ClassLoader.getSystemClassLoader();
    } else {
      initializerLoader = initializer.loader();
      initialize.putByte(1);
      initializer.putTo(initialize);
      initialize.putAll(arguments);
    }
  }

  @Override
  public Runner create(Runner.Listener listener) {
    return new WorkerProcess(this, listener);
  }
}
