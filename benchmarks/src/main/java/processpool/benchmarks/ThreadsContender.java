package processpool.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A plain thread pool: nothing is copied, so this is the upper limit. */
final class ThreadsContender implements Contender {
  private final int workers;
  private final ExecutorService threads;

  ThreadsContender(int workers) {
    this.workers = workers;
    threads = Executors.newFixedThreadPool(workers);
  }

  @Override
  public void call() throws Exception {
    threads.submit(() -> Tasks.increment(1)).get();
  }

  @Override
  public byte[] echo(byte[] bytes) throws Exception {
    // A copy each way is the least that two processes would need.
    return threads.submit(() -> bytes.clone()).get().clone();
  }

  @Override
  public void async(int count) throws Exception {
    submitInChunks(PoolContender.range(count), 1);
  }

  @Override
  public void map(int count) throws Exception {
    submitInChunks(PoolContender.range(count), Math.max(1, count / (4 * workers)));
  }

  @Override
  public void mapSingly(int count) throws Exception {
    submitInChunks(PoolContender.range(count), 1);
  }

  private void submitInChunks(List<Integer> items, int chunkSize) throws Exception {
    List<Future<List<Integer>>> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += chunkSize) {
      List<Integer> chunk = items.subList(from, Math.min(items.size(), from + chunkSize));
      Callable<List<Integer>> task =
          () -> {
            List<Integer> mapped = new ArrayList<>(chunk.size());
            for (int item : chunk) {
              mapped.add(Tasks.increment(item));
            }
            return mapped;
          };
      results.add(threads.submit(task));
    }
    List<Integer> all = new ArrayList<>(items.size());
    for (Future<List<Integer>> result : results) {
      all.addAll(result.get());
    }
    if (all.size() != items.size()) {
      throw new IllegalStateException("results=" + all.size());
    }
  }

  @Override
  public void allOf(int count) throws Exception {
    CompletableFuture<?>[] results = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      int argument = i;
      results[i] = CompletableFuture.supplyAsync(() -> Tasks.increment(argument), threads);
    }
    CompletableFuture.allOf(results).get();
  }

  @Override
  public Future<?> small(int argument) {
    return threads.submit(() -> Tasks.increment(argument));
  }

  @Override
  public int words(Path text, int chunks) throws Exception {
    List<Future<Map<String, Integer>>> results = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      int part = i;
      results.add(threads.submit(() -> Words.count(text, part, chunks)));
    }
    List<Map<String, Integer>> counts = new ArrayList<>();
    for (Future<Map<String, Integer>> result : results) {
      counts.add(result.get());
    }
    return Words.merge(counts);
  }

  @Override
  public void submitSmall(int argument, Runnable callback) {
    var unused =
        CompletableFuture.supplyAsync(() -> Tasks.increment(argument), threads).thenRun(callback);
  }

  @Override
  public Future<?> sleep(int milliseconds) {
    return threads.submit(() -> Tasks.sleep(milliseconds));
  }

  @Override
  public Future<?> work(int micros) {
    return threads.submit(() -> Tasks.work(micros));
  }

  @Override
  public void submitSmall(int argument) {
    threads.submit(() -> Tasks.increment(argument));
  }

  @Override
  public void leave() {
    threads.shutdownNow();
  }
}
