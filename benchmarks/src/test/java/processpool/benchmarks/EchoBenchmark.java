package processpool.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import processpool.ProcessPool;

/** The same bytes to a worker and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EchoBenchmark {
  @Param({"1024", "1048576", "67108864"})
  int size;

  private ProcessPool pool;
  private byte[] bytes;

  @Setup(Level.Trial)
  public void open() {
    pool = new ProcessPool(1);
    bytes = new byte[size];
  }

  @TearDown(Level.Trial)
  public void close() throws InterruptedException {
    pool.close();
    pool.join();
  }

  @Benchmark
  public byte[] echo() throws Exception {
    return pool.apply(Tasks::echo, bytes);
  }
}
