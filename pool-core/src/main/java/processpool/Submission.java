package processpool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.wire.MessageWriter;

/**
 * One call of a submitting method: its chunks, and the result they fill together. The result is
 * made when the last chunk has ended, so a failing map does not leave chunks running behind it.
 */
final class Submission<V extends @Nullable Object, R extends @Nullable Object> {
  /** Turns the values of all calls into the result. */
  interface Collector<V extends @Nullable Object, R extends @Nullable Object> {
    R collect(List<V> values);
  }

  final AsyncResult<R> result = new AsyncResult<>();
  final List<Piece> parts = new ArrayList<>();

  /** What was submitted, for an executor that hands back what it did not run. */
  final Object task;

  private final Collector<V, R> collector;
  private final boolean many;
  private final AtomicInteger left;
  private final int items;

  private int failedItem = Integer.MAX_VALUE;
  private @Nullable Throwable failure;
  private long failedPid = -1;

  Submission(
      Object task,
      Call call,
      Iterator<?> arguments,
      int chunkSize,
      boolean many,
      Collector<V, R> collector) {
    this.task = task;
    this.collector = collector;
    this.many = many;
    int from = 0;
    while (arguments.hasNext()) {
      MessageWriter encoded = new MessageWriter();
      int size = 0;
      while (size < chunkSize && arguments.hasNext()) {
        call.putArguments(arguments.next(), encoded);
        size++;
      }
      parts.add(new Piece(call, from, size, encoded));
      from += size;
    }
    this.items = from;
    this.left = new AtomicInteger(parts.size());
    if (parts.isEmpty()) {
      finish();
    }
  }

  private synchronized void fail(int item, Throwable cause, long pid) {
    if (item < failedItem) {
      failedItem = item;
      failure = cause;
      failedPid = pid;
    }
  }

  private synchronized void finish() {
    Throwable failed = failure;
    if (failed != null) {
      String where =
          (failedPid < 0 ? "" : " in worker pid=" + failedPid)
              + (many ? " at argument index=" + failedItem : "");
      result.fail(failed, where);
      return;
    }
    List<V> collected = new ArrayList<>(items);
    for (Piece part : parts) {
      for (Object value : part.values) {
        @SuppressWarnings("unchecked") // the workers called a function that returns V
        V typed = (V) value;
        collected.add(typed);
      }
    }
    result.complete(collector.collect(collected));
  }

  /** One chunk of the submission. */
  final class Piece extends Part {
    private final int from;
    private final @Nullable Object[] values;

    Piece(Call call, int from, int size, MessageWriter arguments) {
      super(call, size, arguments);
      this.from = from;
      this.values = new @Nullable Object[size];
    }

    Object task() {
      return task;
    }

    @Override
    void begunBy(long pid) {
      if (!many || result.workerPid().isEmpty()) {
        result.startedBy(pid);
      }
    }

    @Override
    protected void succeeded(int item, @Nullable Object value) {
      values[item] = value;
    }

    @Override
    void threw(int item, Throwable cause, long pid) {
      fail(from + item, cause, pid);
    }

    @Override
    void ended() {
      if (left.decrementAndGet() == 0) {
        finish();
      }
    }

    @Override
    protected void cancelled() {
      // A map that failed and is then cancelled was cancelled: nobody waits for its failure.
      Throwable cause = new CancellationException("the task was cancelled or its pool terminated");
      noteFailure(cause);
      fail(-1, cause, -1);
      finished();
    }
  }
}
