package processpool.parent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.wire.FunctionCode;
import processpool.wire.MessageKind;
import processpool.wire.MessageWriter;

/** Starts worker processes on this machine. */
public final class LocalWorkers implements Runner.Factory {
  private final WorkerCommand command;
  private final MessageWriter initialize;
  private final boolean watched;
  private final ClassLoader initializerLoader;
  private final WorkerWatch watch;

  /**
   * Remembers how to start workers.
   *
   * @param processes how many share this machine's memory
   * @param jvmOptions options for their JVMs, after the pool's own
   * @param watched whether they are to tell of each item that begins
   * @param initializer runs once in each before its first task; null for none
   * @param arguments what the initializer captured and its arguments, encoded
   * @param watch is told of each worker's life
   */
  public LocalWorkers(
      int processes,
      List<String> jvmOptions,
      boolean watched,
      @Nullable FunctionCode initializer,
      MessageWriter arguments,
      WorkerWatch watch) {
    this.command = new WorkerCommand(processes, jvmOptions);
    this.watched = watched;
    this.watch = watch;
    this.initialize = new MessageWriter(MessageKind.INITIALIZE);
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
  public Runner launch(Runner.Listener listener) {
    WorkerProcess worker =
        new WorkerProcess(command, initialize, initializerLoader, watched, listener, watch);
    worker.launch();
    return worker;
  }
}
