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
  private final WorkerWatch watch;

  /**
   * Remembers how to start workers.
   *
   * @param processes how many share this machine's memory
   * @param jvmOptions options for their JVMs, after the pool's own
   * @param initializer runs once in each before its first task; null for none
   * @param arity how many arguments the initializer takes
   * @param arguments the initializer's arguments, encoded
   * @param watch is told of each worker's life
   */
  public LocalWorkers(
      int processes,
      List<String> jvmOptions,
      @Nullable FunctionCode initializer,
      int arity,
      MessageWriter arguments,
      WorkerWatch watch) {
    this.watch = watch;
    this.command = new WorkerCommand(processes, jvmOptions);
    this.initialize = new MessageWriter(MessageKind.INITIALIZE);
    if (initializer == null) {
      initialize.putByte(0);
    } else {
      initialize.putByte(1);
      initializer.putTo(initialize);
      initialize.putInt(arity).putAll(arguments);
    }
  }

  @Override
  public Runner launch(Runner.Listener listener) {
    WorkerProcess worker = new WorkerProcess(command, initialize, listener, watch);
    worker.launch();
    return worker;
  }
}
