package processpool.parent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;

/**
 * The door alone: chunks are submitted, handed to runners that do nothing, and told to be done, all
 * on one thread. What is left of a task's way when workers and wire cost nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {
  private static final int CHUNKS = 10_000;

  @Param({"1", "2", "16"})
  int workers;

  private final List<Idler> idlers = new ArrayList<>();
  private Dispatcher dispatcher;

  @Setup
  public void open() {
    Limits limits = new Limits(workers, 0, 0, 0);
    dispatcher =
        new Dispatcher(
            limits,
            listener -> {
              Idler idler = new Idler(listener);
              idlers.add(idler);
              return idler;
            });
    idlers.forEach(idler -> idler.listener.ready(idler));
  }

  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public void submitAndEnd() {
    for (int i = 0; i < CHUNKS; i++) {
      dispatcher.submit(new Nothing());
    }
    for (int ended = 0; ended < CHUNKS; ) {
      for (Idler idler : idlers) {
        ended += idler.endAll();
      }
    }
  }

  /** Has done whatever it is handed as soon as it is asked. */
  private static final class Idler implements Runner {
    final Listener listener;
    private final List<Chunk> handed = new ArrayList<>();

    Idler(Listener listener) {
      this.listener = listener;
    }

    int endAll() {
      int count = handed.size();
      if (count > 0) {
        long slots = 0;
        int ticket = 0;
        for (Chunk chunk : handed) {
          chunk.end();
          chunk.finished();
          slots |= 1L << chunk.slot;
          ticket = Math.max(ticket, chunk.ticket);
        }
        handed.clear();
        listener.freed(this, slots, ticket); // which hands over more
      }
      return count;
    }

    @Override
    public void run(Chunk chunk) {
      handed.add(chunk);
    }

    @Override
    public int depth() {
      return 64;
    }

    @Override
    public boolean takeBack(Chunk chunk) {
      return handed.remove(chunk);
    }

    @Override
    public boolean hasBegun(Chunk chunk) {
      return false;
    }

    @Override
    public long pid() {
      return 1;
    }

    @Override
    public void help(Chunk chunk, long nanos) {}

    @Override
    public void leave() {}

    @Override
    public void kill() {}
  }

  /** A chunk that is nothing to anybody. */
  static final class Nothing extends Chunk {
    Nothing() {
      super(1);
    }

    @Override
    protected FunctionCode function() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected ClassLoader loader() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected long size() {
      return 9;
    }

    @Override
    protected void putArguments(MessageWriter to) {}

    @Override
    protected void dropArguments() {}

    @Override
    protected void started(long pid) {}

    @Override
    protected void succeeded(int item, Object value) {}

    @Override
    protected void failed(int item, Failure failure, long pid) {}

    @Override
    protected void unreadable(int item, Throwable cause, long pid) {}

    @Override
    protected void finished() {}

    @Override
    protected void unsendable(Throwable cause) {}

    @Override
    protected void lost(WorkerDeath death) {}

    @Override
    protected void timedOut(long pid) {}

    @Override
    protected void broken(WorkerDeath death) {}

    @Override
    protected void cancelled() {}
  }
}
