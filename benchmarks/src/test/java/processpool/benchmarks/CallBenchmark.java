package processpool.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** Whole calls through the public face: time for each task, or each item. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallBenchmark {
  private static final int BATCH = 10_000;

  @Param("2")
  int workers;

  private ProcessPool pool;
  private List<Integer> items;

  @Setup(Level.Trial)
  public void open() {
    pool = new ProcessPool(workers);
    items = PoolContender.range(BATCH);
  }

  @TearDown(Level.Trial)
  public void close() throws InterruptedException {
    pool.close();
    pool.join();
  }

  @Benchmark
  public int apply() throws Exception {
    return pool.apply(Tasks::increment, 1);
  }

  @Benchmark
  public int applyCapturing() throws Exception {
    int captured = items.size();
    return pool.apply(() -> captured + 1);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void applyAsync(Blackhole sink) throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>(BATCH);
    for (Integer item : items) {
      results.add(pool.applyAsync(Tasks::increment, item));
    }
    for (AsyncResult<Integer> result : results) {
      sink.consume(result.get());
    }
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Integer> map() throws Exception {
    return pool.map(Tasks::increment, items);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Integer> mapSingly() throws Exception {
    return pool.map(Tasks::increment, items, 1);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void imap(Blackhole sink) {
    for (Iterator<Integer> results = pool.imap(Tasks::increment, items); results.hasNext(); ) {
      sink.consume(results.next());
    }
  }
}
