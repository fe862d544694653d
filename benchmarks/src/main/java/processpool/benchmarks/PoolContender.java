package processpool.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.Shared;
import processpool.watch.LivePage;

/** This project's pool, through its public face only, and the page that shows it. */
final class PoolContender implements Contender {
  private final ProcessPool pool;

  PoolContender(int workers) {
    pool = new ProcessPool(workers);
  }

  /** With workers that have a heap of so many megabytes at most. */
  PoolContender(int workers, int heap) {
    pool = ProcessPool.builder().processes(workers).jvmOptions("-Xmx" + heap + "m").build();
  }

  @Override
  public void call() throws Exception {
    pool.apply(Tasks::increment, 1);
  }

  @Override
  public byte[] echo(byte[] bytes) throws Exception {
    return pool.apply(Tasks::echo, bytes);
  }

  @Override
  public void async(int count) throws Exception {
    List<AsyncResult<Integer>> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(pool.applyAsync(Tasks::increment, i));
    }
    for (AsyncResult<Integer> result : results) {
      result.get();
    }
  }

  @Override
  public void map(int count) throws Exception {
    pool.map(Tasks::increment, range(count));
  }

  @Override
  public void mapSingly(int count) throws Exception {
    pool.map(Tasks::increment, range(count), 1);
  }

  @Override
  public void imap(int count) {
    Iterator<Integer> results = pool.imap(Tasks::increment, range(count));
    while (results.hasNext()) {
      results.next();
    }
  }

  @Override
  public void allOf(int count) throws Exception {
    CompletableFuture<?>[] results = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      results[i] = pool.applyAsync(Tasks::increment, i).toCompletableFuture();
    }
    CompletableFuture.allOf(results).get();
  }

  @Override
  public Future<?> small(int argument) {
    return pool.applyAsync(Tasks::increment, argument);
  }

  @Override
  public int words(Path text, int chunks) throws Exception {
    return Words.merge(pool.map(part -> Words.count(text, part, chunks), range(chunks), 1));
  }

  @Override
  public List<Long> pids() {
    return pool.workerPids();
  }

  @Override
  public void closeAndJoin() throws Exception {
    pool.close();
    pool.join();
  }

  @Override
  public void submitSmall(int argument, Runnable callback) {
    var unused =
        pool.applyAsync(Tasks::increment, argument).toCompletableFuture().thenRun(callback);
  }

  @Override
  public Future<?> sleep(int milliseconds) {
    return pool.applyAsync(Tasks::sleep, milliseconds);
  }

  @Override
  public Future<?> work(int micros) {
    return pool.applyAsync(Tasks::work, micros);
  }

  @Override
  public void shared(int bytes, int chunks) throws Exception {
    try (Shared<byte[]> shared = pool.share(new byte[bytes])) {
      pool.map(index -> shared.get()[index] + index, range(chunks), 1);
    }
  }

  @Override
  public Onlooker watch() throws IOException {
    LivePage page = LivePage.serve(pool);
    InputStream news = page.uri().resolve("events").toURL().openStream();
    news.read(); // it is being told
    Thread reader = new Thread(() -> readAll(news), "looks-at-the-page");
    reader.setDaemon(true);
    reader.start();
    return page::close;
  }

  private static void readAll(InputStream news) {
    try (news) {
      news.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // It was looked at for long enough.
    }
  }

  @Override
  public void submitSmall(int argument) {
    pool.applyAsync(Tasks::increment, argument);
  }

  @Override
  public Future<Long> pid() {
    AsyncResult<Boolean> answer = pool.applyAsync(Tasks::answerOrNap);
    return answer.toCompletableFuture().thenApply(any -> answer.workerPid().orElseThrow());
  }

  @Override
  public void leave() throws Exception {
    pool.terminate();
    pool.join();
  }

  private static List<Integer> numbers = List.of();

  /** The arguments of a map, made once: who has them is not measured. */
  static List<Integer> range(int count) {
    if (numbers.size() != count) {
      numbers = IntStream.range(0, count).boxed().toList();
    }
    return numbers;
  }
}
