package processpool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.wire.MessageWriter;

/**
 * One map: its chunks, and the list they fill together. The result is made when the last chunk has
 * ended, so a failing map does not leave chunks running behind it.
 */
final class Submission<R extends @Nullable Object> implements AsyncResult.Source {
  private static final @Nullable Object[] NONE = {};

  final AsyncResult<List<R>> result = new AsyncResult<>(this);
  final List<Piece> parts = new ArrayList<>();

  private final Call call;
  private final AtomicInteger left;
  private final int items;

  private int failedItem = Integer.MAX_VALUE;
  private @Nullable Throwable failure;
  private long failedPid = -1;

  /**
   * Reads all arguments.
   *
   * @param pairs whether each is a pair of arguments
   * @throws IllegalArgumentException when one of them cannot travel; nothing has been submitted
   *     then
   */
  Submission(Call call, Collection<?> arguments, boolean pairs, int chunkSize) {
    this.call = call;
    @Nullable Object[] all = arguments.toArray();
    for (int from = 0, until; from < all.length; from = until) {
      until = (int) Math.min(all.length, (long) from + chunkSize);
      @Nullable Object[] chunk = Arrays.copyOfRange(all, from, until);
      parts.add(new Piece(from, chunk, pairs, Part.checkItems(chunk, pairs)));
    }
    this.items = all.length;
    this.left = new AtomicInteger(parts.size());
    if (parts.isEmpty()) {
      finish();
    }
  }

  @Override
  public boolean cancel(boolean running) {
    return call.door().cancel(parts, running);
  }

  @Override
  public long workerPid() {
    long pid = -1;
    for (int i = 0; i < parts.size() && pid < 0; i++) {
      pid = parts.get(i).workerPid();
    }
    return pid;
  }

  @Override
  public void help(long nanos) {
    long begun = System.nanoTime();
    for (Piece part : parts) {
      part.help(nanos - (System.nanoTime() - begun));
      if (!part.over) {
        return;
      }
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
      result.fail(failed, failedPid, failedItem < 0 ? "" : " at argument index=" + failedItem);
      return;
    }
    @SuppressWarnings("unchecked") // the workers called a function that returns R
    List<R> typed = (List<R>) joined();
    result.complete(typed);
  }

  /** All values. Each chunk has kept its own until now, in the array that came from its worker. */
  private List<@Nullable Object> joined() {
    List<@Nullable Object> all = new ArrayList<>(items);
    for (Piece part : parts) {
      all.addAll(Arrays.asList(part.values));
      part.values = NONE;
    }
    return all;
  }

  /** One chunk of the submission. */
  final class Piece extends Part {
    private final int from;
    private final boolean pairs;
    private final long size;
    private @Nullable Object @Nullable [] arguments;
    private @Nullable Object[] values = NONE;
    private volatile boolean over;

    Piece(int from, @Nullable Object[] arguments, boolean pairs, long size) {
      super(Submission.this.call, arguments.length);
      this.from = from;
      this.arguments = arguments;
      this.pairs = pairs;
      this.size = size;
    }

    @Override
    protected long size() {
      return size + call.capturedSize();
    }

    @Override
    void putItems(MessageWriter to) throws IOException {
      @Nullable Object[] items = arguments;
      if (items != null) {
        for (Object item : items) {
          putItem(item, pairs, to);
        }
      }
    }

    @Override
    protected void dropArguments() {
      arguments = null;
    }

    @Override
    void begunBy(long pid) {
      if (result.workerPid().isEmpty()) {
        result.startedBy(pid);
      }
    }

    @Override
    protected void succeeded(int item, @Nullable Object value) {
      if (values.length == 0) {
        values = new @Nullable Object[items()];
      }
      values[item] = value;
    }

    @Override
    protected void allSucceeded(@Nullable Object[] all) {
      values = all;
    }

    @Override
    void fails(int item, Throwable cause, long pid) {
      fail(from + item, cause, pid);
    }

    @Override
    void ended() {
      over = true;
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
