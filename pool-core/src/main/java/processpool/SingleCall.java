package processpool;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import processpool.wire.Codec;
import processpool.wire.MessageWriter;

/** A submission of one call. Millions of them may wait, so each is but two small objects. */
final class SingleCall<R extends @Nullable Object> extends Part implements AsyncResult.Source {
  private static final Object NONE = new Object();

  final AsyncResult<R> result;

  /** The arguments, in order; NONE for fewer than two. */
  private @Nullable Object first;

  private @Nullable Object second;

  private final int size;
  private @Nullable Object value;
  private boolean known;
  private @Nullable Throwable failure;
  private long failedPid = -1;

  private SingleCall(Call call, @Nullable Object first, @Nullable Object second) {
    super(call, 1);
    this.first = first;
    this.second = second;
    long bytes =
        (first == NONE ? 0 : Call.check(first)) + (second == NONE ? 0 : Call.check(second));
    this.size = (int) Math.min(Integer.MAX_VALUE, bytes);
    this.result = new AsyncResult<>(this);
  }

  static <R extends @Nullable Object> SingleCall<R> of(Call call) {
    return new SingleCall<>(call, NONE, NONE);
  }

  static <R extends @Nullable Object> SingleCall<R> of(Call call, @Nullable Object argument) {
    return new SingleCall<>(call, argument, NONE);
  }

  static <R extends @Nullable Object> SingleCall<R> of(
      Call call, @Nullable Object first, @Nullable Object second) {
    return new SingleCall<>(call, first, second);
  }

  /** One whose result is known beforehand. */
  static <R extends @Nullable Object> SingleCall<R> returning(Call call, R known) {
    SingleCall<R> single = new SingleCall<>(call, NONE, NONE);
    single.value = known;
    single.known = true;
    return single;
  }

  @Override
  public boolean cancel(boolean running) {
    return call.door().cancel(List.of(this), running);
  }

  @Override
  protected long size() {
    return size + call.capturedSize();
  }

  @Override
  void putItems(MessageWriter to) throws IOException {
    if (first != NONE) {
      Codec.encode(first, to);
    }
    if (second != NONE) {
      Codec.encode(second, to);
    }
  }

  @Override
  protected void dropArguments() {
    first = null;
    second = null;
  }

  @Override
  void begunBy(long pid) {
    result.startedBy(pid);
  }

  @Override
  protected void succeeded(int item, @Nullable Object newValue) {
    if (!known) {
      value = newValue;
    }
  }

  @Override
  void fails(int item, Throwable cause, long pid) {
    failure = cause;
    failedPid = pid;
  }

  @Override
  void ended() {
    Throwable failed = failure;
    if (failed != null) {
      result.fail(failed, failedPid, "");
    } else {
      result.complete(typed());
      value = null;
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the worker called a function that returns R
  private R typed() {
    return (R) value;
  }

  @Override
  protected void cancelled() {
    threw(0, new CancellationException("the task was cancelled or its pool terminated"), -1);
    finished();
  }
}
