package processpool.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.viktorc.pp4j.impl.JavaProcessPoolExecutor;
import net.viktorc.pp4j.impl.SimpleJavaProcessOptions;

/** PP4J 2.2, a pool of JVMs that talk base64 over pipes. It has no map. */
final class Pp4jContender implements Contender {
  private final JavaProcessPoolExecutor pool;

  Pp4jContender(int workers) throws InterruptedException {
    pool =
        new JavaProcessPoolExecutor(
            new SimpleJavaProcessOptions(0), workers, workers, 0, noInitializer(), false);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // PP4J asks for null
  private static <T extends Runnable & Serializable> T noInitializer() {
    return (T) null;
  }

  private record Increment(int x) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return Tasks.increment(x);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Echo(byte[] bytes) implements Callable<byte[]>, Serializable {
    @Override
    public byte[] call() {
      return Tasks.echo(bytes);
    }
  }

  private record Sleep(int milliseconds) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() throws InterruptedException {
      return Tasks.sleep(milliseconds);
    }
  }

  private record Work(int micros) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return Tasks.work(micros);
    }
  }

  private record Pid() implements Callable<Long>, Serializable {
    @Override
    public Long call() throws InterruptedException {
      boolean unused = Tasks.answerOrNap();
      return Tasks.pid();
    }
  }

  @Override
  public void call() throws Exception {
    pool.submit(new Increment(1)).get();
  }

  @Override
  public byte[] echo(byte[] bytes) throws Exception {
    return pool.submit(new Echo(bytes)).get();
  }

  @Override
  public void async(int count) throws Exception {
    List<Future<Integer>> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(pool.submit(new Increment(i)));
    }
    for (Future<Integer> result : results) {
      result.get();
    }
  }

  @Override
  public Future<?> sleep(int milliseconds) {
    return pool.submit(new Sleep(milliseconds));
  }

  @Override
  public Future<?> work(int micros) {
    return pool.submit(new Work(micros));
  }

  @Override
  public Future<Long> pid() {
    return pool.submit(new Pid());
  }

  @Override
  public void leave() throws Exception {
    pool.shutdown();
    pool.awaitTermination(10, TimeUnit.SECONDS);
  }
}
