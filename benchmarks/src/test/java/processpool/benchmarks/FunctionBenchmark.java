package processpool.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import processpool.SerializableFunction;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.Target;

/**
 * A function turned into bytes and back: what it costs when nothing is captured, and when it is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FunctionBenchmark {
  private final int captured = 7;
  private byte[] encoded;
  private Target decoded;

  @Setup(Level.Trial)
  public void prepare() throws Exception {
    MessageWriter to = new MessageWriter();
    encodeCaptureless().code().putTo(to);
    byte[] counted = to.toByteArray();
    encoded = new MessageReader(counted, counted.length).getBytes();
    decoded = decode();
  }

  @Benchmark
  public FunctionCode.Parts encodeCaptureless() throws Exception {
    SerializableFunction<Integer, Integer> function = Tasks::increment;
    return FunctionCode.of(function, SerializableFunction.class);
  }

  @Benchmark
  public FunctionCode.Parts encodeCapturing() throws Exception {
    int add = captured;
    SerializableFunction<Integer, Integer> function = x -> x + add;
    return FunctionCode.of(function, SerializableFunction.class);
  }

  @Benchmark
  public Target decode() throws Exception {
    return FunctionCode.decode(encoded, FunctionBenchmark.class.getClassLoader());
  }

  @Benchmark
  public Object call() throws Throwable {
    return decoded.call(new Object[] {1});
  }
}
