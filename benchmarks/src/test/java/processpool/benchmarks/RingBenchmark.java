package processpool.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/** The ring itself: a message put and taken by one thread, and to another thread and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBenchmark {
  @Param({"24", "1024", "32768"})
  int size;

  private LocalRing ring;
  private MessageWriter message;
  private volatile boolean over;
  private Thread echo;

  @Setup(Level.Trial)
  public void open() throws IOException {
    ring = new LocalRing();
    message = new MessageWriter(ToWorker.RUN).putBytes(new byte[size], 0, size);
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    over = true;
    if (echo != null) {
      echo.join();
    }
    ring.close();
  }

  @Benchmark
  public MessageReader putAndTake() throws IOException {
    return ring.carry(message);
  }

  @Benchmark
  public MessageReader thereAndBack() throws IOException {
    if (echo == null) {
      echo = new Thread(this::echo);
      echo.start();
    }
    ring.requestWriter.send(message);
    while (true) {
      MessageReader back = ring.replyReader.poll();
      if (back != null) {
        return back;
      }
      Thread.yield();
    }
  }

  private void echo() {
    try {
      while (!over) {
        if (ring.requestReader.poll() == null) {
          Thread.yield();
        } else {
          ring.replyWriter.send(message);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
