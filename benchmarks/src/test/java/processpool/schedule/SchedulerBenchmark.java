package processpool.schedule;

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
import processpool.events.Events;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * The scheduler alone: chunks are submitted, handed to runners that do nothing, and told to be
 * done, all on one thread. What is left of a task's way when workers and wire cost nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SchedulerBenchmark {
  private static final int CHUNKS = 10_000;

  @Param({"1", "2", "16"})
  int workers;

  private final List<Idler> idlers = new ArrayList<>();
  private Scheduler scheduler;

  @Setup
  public void open() {
    Runner.Factory factory =
        listener -> {
          Idler idler = new Idler(listener);
          idlers.add(idler);
          return idler;
        };
    Events events = new Events("test", List.of());
    scheduler = new Scheduler(workers, 0, factory, events, (stream, text, offset, length) -> {});
    scheduler.start();
    idlers.forEach(idler -> idler.listener.ready(idler));
  }

  @Benchmark
  @OperationsPerInvocation(CHUNKS)
  public void submitAndEnd() {
    for (int i = 0; i < CHUNKS; i++) {
      scheduler.submit(new Nothing());
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
      Chunk[] chunks = handed.toArray(new Chunk[0]);
      handed.clear();
      for (Chunk chunk : chunks) {
        chunk.end();
        chunk.ended(1, null);
      }
      if (chunks.length > 0) {
        listener.done(this, chunks, chunks.length); // which hands over more
      }
      return chunks.length;
    }

    @Override
    public int parallel() {
      return 1;
    }

    @Override
    public boolean hasRoom(long bytes) {
      return handed.size() < 64;
    }

    @Override
    public boolean isHeldUp() {
      return false;
    }

    @Override
    public void hand(Chunk chunk) {
      handed.add(chunk);
    }

    @Override
    public Answer takeBack(Chunk chunk) {
      return handed.remove(chunk) ? Answer.YES : Answer.NO;
    }

    @Override
    public void forget(Chunk[] chunks, int count) {}

    @Override
    public int begun(Chunk chunk) {
      return 0;
    }

    @Override
    public Answer stop(Chunk chunk, int begun) {
      return Answer.YES;
    }

    @Override
    public WorkerId id() {
      return WorkerId.NOBODY;
    }

    @Override
    public void start() {}

    @Override
    public void send() {}

    @Override
    public void help(Chunk chunk, long nanos) {}

    @Override
    public void abort(Chunk chunk) {}

    @Override
    public void leave() {}

    @Override
    public void end() {}
  }

  /** A chunk that is nothing to anybody. */
  static final class Nothing extends Chunk {
    private static final Limits NONE = new Limits(0, 0);

    Nothing() {
      super(1);
    }

    @Override
    public FunctionCode function() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Limits limits() {
      return NONE;
    }

    @Override
    public long size() {
      return 9;
    }

    @Override
    public void putArguments(MessageWriter to, int first) {}

    @Override
    protected void dropArguments() {}

    @Override
    protected void begunBy(WorkerId who) {}

    @Override
    protected void record(MessageReader outcomes, int first, int count, WorkerId who) {}

    @Override
    protected void record(int call, Outcome outcome) {}

    @Override
    protected void ended(int until, Outcome rest) {}
  }
}
