package processpool.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
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
import processpool.wire.Codec;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/**
 * A value turned into bytes, and bytes into a value, in one process. Linux only, as the ring is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
  record Point(double x, double y) implements Serializable {}

  @Param({"Integer", "String", "bytes", "doubles", "ArrayList", "HashMap", "record"})
  String kind;

  private final MessageWriter message = new MessageWriter();
  private final ClassLoader loader = CodecBenchmark.class.getClassLoader();
  private Object value;
  private LocalRing ring;

  @Setup(Level.Trial)
  public void prepare() throws Exception {
    value = value(kind);
    ring = new LocalRing();
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    ring.close();
  }

  private static Object value(String kind) {
    return switch (kind) {
      case "Integer" -> 7;
      case "String" -> "a name of twenty-six letters";
      case "bytes" -> new byte[65_536];
      case "doubles" -> new double[1_000];
      case "ArrayList" -> new ArrayList<>(PoolContender.range(1_000));
      case "HashMap" -> new HashMap<>(Map.of("one", 1, "two", 2, "three", 3));
      case "record" -> new Point(1, 2);
      default -> throw new IllegalArgumentException("unknown: kind=" + kind);
    };
  }

  /** What a submitting thread does, to refuse what cannot travel. */
  @Benchmark
  public Object handIn() throws Exception {
    return Codec.prepare(value);
  }

  @Benchmark
  public long encode() throws Exception {
    Codec.encode(value, message.restart(ToWorker.RUN));
    return message.length();
  }

  /** Encoded, through a ring, and decoded, on one thread. */
  @Benchmark
  public Object carry() throws Exception {
    Codec.encode(value, message.restart(ToWorker.RUN));
    MessageReader arrived = ring.carry(message);
    arrived.getByte();
    return Codec.decode(arrived, loader);
  }
}
