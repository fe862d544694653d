package processpool.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Hold;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;
import processpool.wire.Codec;

/**
 * One map: its chunks, and the list they fill together. The result is made when the last chunk has
 * ended, so a failing map does not leave chunks running behind it.
 */
public final class MapTask implements Promise.Source {
  private final TaskFunction function;
  private final Promise promise;
  private final List<MapChunk> chunks = new ArrayList<>();
  private final AtomicInteger left;
  private final int calls;

  /**
   * Reads all arguments.
   *
   * @param function what to call
   * @param arguments one a call
   * @param pairs whether each is a pair of arguments
   * @param chunkSize how many calls a chunk
   * @throws IllegalArgumentException when one of them cannot travel; nothing has been submitted
   *     then
   */
  public MapTask(TaskFunction function, Collection<?> arguments, boolean pairs, int chunkSize) {
    this.function = function;
    this.promise = new Promise(this, function.code());
    @Nullable Object[] all = arguments.toArray();
    for (int from = 0, until; from < all.length; from = until) {
      until = (int) Math.min(all.length, (long) from + chunkSize);
      chunks.add(pairs ? ofPairs(all, from, until) : ofSingles(all, from, until));
    }
    this.calls = all.length;
    this.left = new AtomicInteger(chunks.size());
  }

  private MapChunk ofSingles(@Nullable Object[] all, int from, int until) {
    // Copied in bulk: each store by itself would be told to the garbage collector.
    @Nullable Object[] prepared = Arrays.copyOfRange(all, from, until, Object[].class);
    long size = 0;
    for (int i = 0; i < prepared.length; i++) {
      long plain = Codec.plainSize(prepared[i]);
      if (plain < 0) {
        prepared[i] = TaskFunction.prepare(prepared[i], from + i);
        plain = Codec.size(prepared[i]);
      }
      size += plain;
    }
    return new MapChunk(from, prepared, 1, size);
  }

  private MapChunk ofPairs(@Nullable Object[] all, int from, int until) {
    @Nullable Object[] prepared = new @Nullable Object[2 * (until - from)];
    long size = 0;
    for (int i = from; i < until; i++) {
      Map.Entry<?, ?> pair = (Map.Entry<?, ?>) all[i];
      if (pair == null) {
        throw new NullPointerException(
            "a pair is null: index=" + i + "; pass pairs, such as Map.entry(1, 2)");
      }
      Object key = TaskFunction.prepare(pair.getKey(), i);
      Object value = TaskFunction.prepare(pair.getValue(), i);
      prepared[2 * (i - from)] = key;
      prepared[2 * (i - from) + 1] = value;
      size += Codec.size(key) + Codec.size(value);
    }
    return new MapChunk(from, prepared, 2, size);
  }

  /**
   * How many calls it is.
   *
   * @return the number of arguments
   */
  public int size() {
    return calls;
  }

  /**
   * Hands all chunks in.
   *
   * @return its end, later
   * @throws IllegalStateException when the pool is closed
   */
  public Promise submit() {
    if (chunks.isEmpty()) {
      function.scheduler().requireOpen();
      finish();
      return promise;
    }
    Hold hold = function.scheduler().hold(() -> {});
    long submission = function.events().active() ? function.events().nextSubmission() : -1;
    try {
      for (MapChunk chunk : chunks) {
        chunk.submitted(submission, chunk.index, calls);
        var unused = hold.submit(chunk);
      }
      return promise;
    } finally {
      hold.release();
    }
  }

  @Override
  public boolean cancel(boolean running) {
    return function.scheduler().cancel(chunks, running);
  }

  @Override
  public WorkerId worker() {
    for (MapChunk chunk : chunks) {
      WorkerId worker = chunk.worker();
      if (worker.pid() >= 0) {
        return worker;
      }
    }
    return WorkerId.NOBODY;
  }

  @Override
  public void help(long nanos) {
    long begun = System.nanoTime();
    for (MapChunk chunk : chunks) {
      if (!chunk.isOver()) {
        chunk.help(nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - begun));
        if (!chunk.isOver()) {
          return;
        }
      }
    }
  }

  @Override
  public int completed() {
    int completed = 0;
    for (MapChunk chunk : chunks) {
      completed += chunk.completed();
    }
    return completed;
  }

  /** All chunks have ended. */
  private void finish() {
    Failed first = null;
    boolean unread = false;
    for (MapChunk chunk : chunks) {
      Failed bad = chunk.firstFailed;
      // A map that failed and is then cancelled was cancelled: nobody waits for its failure.
      if (bad != null && (first == null || (bad.isCancelled() && !first.isCancelled()))) {
        first = bad;
      }
      unread |= first == null && chunk.values() == null;
    }
    if (first != null && first.isCancelled()) {
      promise.end(new Failed(function.exceptions(), first.outcome(), -1));
    } else if (unread) {
      promise.end(new Promise.Unread(this::readAll));
    } else {
      promise.end(first == null ? joinedHere() : first);
    }
  }

  private Object joinedHere() {
    try {
      return joined();
    } catch (OutOfMemoryError full) {
      return new Promise.Unread(this::readAll); // by whoever asks for it
    }
  }

  /** The list, or the first failure in it. */
  private Object readAll() {
    List<@Nullable Object> all = new ArrayList<>(calls);
    for (MapChunk chunk : chunks) {
      for (int call = 0; call < chunk.calls(); call++) {
        Object result = chunk.result(call);
        if (result instanceof Failed failed) {
          return failed;
        }
        all.add(result);
      }
      chunk.forgetAll();
    }
    return all;
  }

  /** All values. Each chunk has kept its own until now, in an array. */
  private List<@Nullable Object> joined() {
    List<@Nullable Object> all = new ArrayList<>(calls);
    for (MapChunk chunk : chunks) {
      all.addAll(Arrays.asList(Objects.requireNonNull(chunk.values())));
    }
    chunks.forEach(MapChunk::forgetAll);
    return all;
  }

  /** One chunk of the map. */
  private final class MapChunk extends CallsChunk {
    private @Nullable Failed firstFailed;

    // It may be told once more that it has ended.
    private boolean counted;
    private boolean last;

    MapChunk(int index, @Nullable Object[] arguments, int argumentsEach, long size) {
      super(MapTask.this.function, index, arguments, argumentsEach, size);
    }

    @Override
    void startedBy(WorkerId who) {
      if (promise.worker().pid() < 0) {
        promise.startedBy(who);
      }
    }

    @Override
    void finished(int until, @Nullable Outcome rest, @Nullable Failed first) {
      firstFailed = first;
      if (!counted) {
        counted = true;
        last = left.decrementAndGet() == 0;
      }
      if (last) {
        finish();
      }
    }
  }
}
