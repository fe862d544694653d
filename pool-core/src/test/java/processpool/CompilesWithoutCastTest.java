package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every signature of the contract, called as a user would: what is proven here is mostly that it
 * compiles, without a cast.
 */
@Timeout(180)
class CompilesWithoutCastTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final List<Integer> numbers = List.of(1, 2, 3);
  private final List<Map.Entry<Integer, Integer>> pairs = List.of(Map.entry(7, 4));

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  static void checkedNothing(Object x) throws IOException {}

  static long checkedLong() throws IOException {
    return 5;
  }

  @Test
  void theExamplesOfTheContract() throws Exception {
    int k = 3;
    int i = 4;
    assertThat(pool.applyAsync(Tasks::square, i).get()).isEqualTo(16);
    pool.runAsync(Tasks::nothing, i).get();
    assertThat(pool.applyAsync(() -> k * k).get()).isEqualTo(9);
    pool.runAsync(() -> System.out.println(k)).get();
    List<Integer> a = pool.map(x -> x * x, List.of(1, 2, 3));
    List<Integer> b =
        pool.map(
            x -> {
              int y = x + 1;
              return y;
            },
            numbers,
            10);
    double c = pool.applyAsync(Math::sqrt, 4.0).get();
    int d = pool.apply(Math::floorMod, 5, 3);
    String e = pool.applyAsync(String::toUpperCase, "x").get();
    AsyncResult<Object> f =
        pool.applyAsync(
            () -> {
              throw new IOException("x");
            });
    int g = pool.starmap((x, y) -> x + y, List.of(Map.entry(1, 2))).get(0);

    assertThat(a).containsExactly(1, 4, 9);
    assertThat(b).containsExactly(2, 3, 4);
    assertThat(c).isEqualTo(2.0);
    assertThat(d).isEqualTo(2);
    assertThat(e).isEqualTo("X");
    assertThat(g).isEqualTo(3);
    assertThatThrownBy(f::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("pid=" + f.workerPid().orElseThrow())
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("x")
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace()[0].getClassName())
                    .isEqualTo(CompilesWithoutCastTest.class.getName()));
  }

  @Test
  void everyFormOfApplyAndRun() throws Exception {
    int one = pool.apply(Tasks::square, 1);
    int two = pool.apply(x -> x + 1, 1);
    int three = pool.apply((x, y) -> x + y, 1, 2);
    long four = pool.apply(() -> 4L);
    long five = pool.apply(CompilesWithoutCastTest::checkedLong);
    AsyncResult<Integer> six = pool.applyAsync((String x, Integer y) -> x.length() + y, "x", 5);
    AsyncResult<Void> nothing = pool.runAsync(x -> System.out.print(x), "");
    pool.runAsync(CompilesWithoutCastTest::checkedNothing, "x").get();
    pool.runAsync(
            () -> {
              if (System.in.read() >= 0) {
                throw new IOException("System.in is empty");
              }
            })
        .get();
    String text = pool.apply(String::concat, "a", "b");
    Object any = pool.apply((Object x) -> x, "an Integer is an Object");
    assertThat(one + two + three + four + five + six.get()).isEqualTo(21);
    assertThat(nothing.get()).isNull();
    assertThat(text).isEqualTo("ab");
    assertThat(any).isNotNull();
  }

  @Test
  void everyFormOfMapAndStarmap() throws Exception {
    Iterable<Integer> iterable = numbers;
    List<Integer> squares = List.of(1, 4, 9);
    AsyncResult<List<Integer>> later = pool.mapAsync(Tasks::square, iterable);
    AsyncResult<List<Integer>> chunked = pool.mapAsync(x -> x * x, iterable, 2);
    List<String> texts = pool.map(String::valueOf, numbers);
    List<Number> wider = pool.map((Number x) -> x, numbers, 1);
    assertThat(later.get()).isEqualTo(squares);
    assertThat(chunked.get()).isEqualTo(squares);
    assertThat(texts).containsExactly("1", "2", "3");
    assertThat(wider).hasSize(3);

    List<Integer> mods = pool.starmap(Math::floorMod, pairs, 1);
    AsyncResult<List<Integer>> sums = pool.starmapAsync((x, y) -> x + y, pairs);
    AsyncResult<List<Integer>> differences = pool.starmapAsync((x, y) -> x - y, pairs, 3);
    List<Integer> ofAMap = pool.starmap(Integer::sum, Map.of(1, 2).entrySet());
    assertThat(List.of(mods, sums.get(), differences.get(), ofAMap))
        .containsExactly(List.of(3), List.of(11), List.of(3), List.of(3));
  }

  @Test
  void everyFormOfImap() throws Exception {
    List<Iterator<Integer>> all = new ArrayList<>();
    ResultIterator<Integer> plain = pool.imap(Tasks::square, numbers);
    all.add(plain);
    all.add(pool.imap(x -> x * x, numbers, 2));
    all.add(pool.imapUnordered(Tasks::square, numbers));
    all.add(pool.imapUnordered(x -> x * x, numbers, 2));
    for (Iterator<Integer> results : all) {
      int sum = 0;
      while (results.hasNext()) {
        sum += results.next();
      }
      assertThat(sum).isEqualTo(14);
    }
    ResultIterator<Integer> stopped = pool.imap(Tasks::square, numbers);
    int first = stopped.next(Duration.ofSeconds(60));
    stopped.close();
    assertThat(first).isEqualTo(1);
  }

  @Test
  void everythingAnAsyncResultAdds() throws Exception {
    AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 3);
    Future<Integer> future = result;
    int nine = result.get(Duration.ofSeconds(60));
    boolean there = result.await(Duration.ofSeconds(60));
    boolean ready = result.ready();
    boolean successful = result.successful();
    OptionalLong pid = result.workerPid();
    CompletableFuture<Integer> callbacks = result.toCompletableFuture();
    assertThat(there && ready && successful && future.isDone()).isTrue();
    assertThat(nine).isEqualTo(callbacks.thenApply(x -> x).get());
    assertThat(pid).isPresent();
  }

  @Test
  void everyViewOfAPool() throws Exception {
    ProgressListener listener = (done, total) -> assertThat(done).isLessThanOrEqualTo(total);
    ProcessPool view =
        pool.withTimeout(Duration.ofSeconds(60)).withRetries(2).withProgress(listener);
    AsyncResult<List<Integer>> map = view.mapAsync(Tasks::square, List.of(1, 2, 3));
    List<Integer> squares = map.get();
    int completed = map.completed();
    int size = map.size();
    assertThat(squares).hasSize(completed).hasSize(size);
    int nine = pool.withProgress((long done, long total) -> {}).apply(Tasks::square, 3);
    assertThat(nine).isEqualTo(9);
  }

  static int prepared;

  static void prepare(int x) {
    prepared += x;
  }

  static void prepareOne() throws IOException {
    prepared = 1;
  }

  @Test
  void everyOptionOfTheBuilder() throws Exception {
    ProcessPool built =
        ProcessPool.builder()
            .processes(1)
            .initializer(CompilesWithoutCastTest::prepare, 5)
            .maxTasksPerChild(100)
            .taskTimeout(Duration.ofSeconds(60))
            .retries(2)
            .jvmOptions("-Xmx256m", "-Dx=y")
            .objectInputFilter(info -> java.io.ObjectInputFilter.Status.UNDECIDED)
            .name("all")
            .onWorkerExit(() -> System.out.println("leaves"))
            .maxMemoryPerChild(1L << 40)
            .environment("OF", "all")
            .directory(Path.of("."))
            .javaHome(Path.of(System.getProperty("java.home")))
            .callbackExecutor(Runnable::run)
            .listener(new PoolListener() {})
            .jmx()
            .build();
    assertThat(built.apply(() -> prepared + System.getProperty("x"))).isEqualTo("5y");
    built.close();
    built.join();
    ProcessPool other =
        ProcessPool.builder().processes(1).initializer(CompilesWithoutCastTest::prepareOne).build();
    assertThat(other.apply(() -> prepared)).isEqualTo(1);
    other.terminate();
    assertThat(other.join(Duration.ofSeconds(60))).isTrue();
    ProcessPool ofAllProcessors = new ProcessPool();
    assertThat(ofAllProcessors.workerPids()).hasSize(Runtime.getRuntime().availableProcessors());
    ofAllProcessors.terminate();
  }

  @Test
  void theExecutorsLambdas() throws Exception {
    int k = 6;
    try (PoolExecutor executor = pool.asExecutorService()) {
      ExecutorService standard = executor;
      Future<Integer> lambda = executor.submit(() -> k * 7);
      Future<Long> reference = executor.submit(Tasks::pid);
      Future<Object> checked =
          executor.submit(
              () -> {
                throw new IOException("checked");
              });
      List<Future<Integer>> all = executor.invokeAll(List.of(() -> k + 1, () -> k + 2));
      List<Future<Long>> references =
          executor.invokeAll(List.of(Tasks::pid, CompilesWithoutCastTest::checkedLong));
      int any = executor.invokeAny(List.of(() -> k, () -> k));
      long anyReference = executor.invokeAny(List.of(CompilesWithoutCastTest::checkedLong));
      List<SerializableCallable<Integer>> prepared = List.of(() -> 1, () -> 2);
      List<Future<Integer>> timed = standard.invokeAll(prepared, 60, TimeUnit.SECONDS);
      int timedAny = standard.invokeAny(prepared, 60, TimeUnit.SECONDS);
      assertThat(lambda.get()).isEqualTo(42);
      assertThat(reference.get()).isNotEqualTo(Tasks.pid());
      assertThatThrownBy(checked::get).hasCauseInstanceOf(IOException.class);
      assertThat(all.get(0).get() + all.get(1).get()).isEqualTo(15);
      assertThat(references.get(1).get()).isEqualTo(5);
      assertThat(any).isEqualTo(6);
      assertThat(anyReference).isEqualTo(5);
      assertThat(timed).hasSize(2);
      assertThat(timedAny).isBetween(1, 2);
    }
  }
}
