package processpool;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import processpool.parent.Chunk;
import processpool.parent.WorkerDeath;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;
import processpool.wire.UnserializablePath;

/** One call of a submitting method: its chunks, and the result they fill together. */
final class Submission<V extends @Nullable Object, R extends @Nullable Object> {
  /** Turns the items' values into the result. */
  interface Collector<V extends @Nullable Object, R extends @Nullable Object> {
    R collect(List<V> values);
  }

  final AsyncResult<R> result = new AsyncResult<>();
  final List<Part> parts = new ArrayList<>();
  private final AtomicReferenceArray<@Nullable Object> values;
  private final AtomicInteger left;
  private final Collector<V, R> collector;
  private int failedItem = Integer.MAX_VALUE;
  private @Nullable Throwable failure;

  /** Each item is the list of one call's arguments. */
  Submission(
      FunctionCode function,
      ClassLoader loader,
      List<? extends List<? extends @Nullable Object>> items,
      int chunkSize,
      Collector<V, R> collector) {
    this.values = new AtomicReferenceArray<>(items.size());
    this.collector = collector;
    for (int from = 0; from < items.size(); from += chunkSize) {
      List<? extends List<? extends @Nullable Object>> some =
          items.subList(from, Math.min(items.size(), from + chunkSize));
      MessageWriter arguments = new MessageWriter();
      for (List<? extends @Nullable Object> item : some) {
        item.forEach(argument -> encodeArgument(argument, arguments));
      }
      parts.add(new Part(function, from, some.size(), some.get(0).size(), arguments, loader));
    }
    this.left = new AtomicInteger(parts.size());
    if (parts.isEmpty()) {
      finish();
    }
  }

  static FunctionCode encodeFunction(Serializable task, Class<?> type) {
    for (Method method : type.getMethods()) {
      try {
        return FunctionCode.of(task, type, method);
      } catch (IOException | RuntimeException e) {
        throw unserializable("the task", task, e);
      }
    }
    throw new IllegalArgumentException("no method to call: type=" + type.getName());
  }

  static void encodeArgument(@Nullable Object argument, MessageWriter to) {
    try {
      Codec.encode(argument, to);
    } catch (IOException | RuntimeException e) {
      throw unserializable("the argument", argument, e);
    }
  }

  private static IllegalArgumentException unserializable(
      String what, @Nullable Object value, Exception e) {
    String type = value == null ? "null" : value.getClass().getName();
    String why = String.valueOf(e);
    if (e instanceof NotSerializableException) {
      String field = value == null ? null : UnserializablePath.find(value);
      why =
          e.getMessage()
              + (field == null ? "" : ", in field " + field + ",")
              + " is not serializable; make it implement java.io.Serializable,"
              + " or pass only what the task needs";
    }
    return new IllegalArgumentException(
        what + " of type " + type + " cannot travel to a worker: " + why, e);
  }

  private synchronized void fail(int item, Throwable cause) {
    if (item < failedItem) {
      failedItem = item;
      failure = cause;
    }
  }

  private synchronized void finish() {
    Throwable failed = failure;
    if (failed != null) {
      result.fail(failed);
      return;
    }
    List<V> collected = new ArrayList<>(values.length());
    for (int i = 0; i < values.length(); i++) {
      @SuppressWarnings("unchecked") // the workers called a function that returns V
      V value = (V) values.get(i);
      collected.add(value);
    }
    result.complete(collector.collect(collected));
  }

  /** One chunk of the submission. */
  final class Part extends Chunk {
    private final int from;
    private final int size;

    Part(
        FunctionCode function,
        int from,
        int size,
        int arity,
        MessageWriter arguments,
        ClassLoader loader) {
      super(function, size, arity, arguments, loader);
      this.from = from;
      this.size = size;
    }

    @Override
    protected void started(long pid) {
      if (result.workerPid().isEmpty() || values.length() == size) {
        result.startedBy(pid);
      }
    }

    @Override
    protected void succeeded(int item, @Nullable Object value) {
      values.set(from + item, value);
    }

    @Override
    protected void failed(int item, Failure failed, long pid) {
      Throwable thrown = failed.thrown();
      fail(
          from + item,
          thrown != null
              ? thrown
              : new RemoteTaskException(
                  failed.className(), failed.message(), failed.stackTrace(), pid));
    }

    @Override
    protected void unreadable(int item, Throwable cause) {
      fail(
          from + item,
          new IllegalStateException("the task's result cannot be read in the parent", cause));
    }

    @Override
    protected void finished() {
      if (left.decrementAndGet() == 0) {
        finish();
      }
    }

    @Override
    protected void lost(WorkerDeath death) {
      result.startedBy(death.pid());
      failAll(
          new WorkerDiedException(death.pid(), death.exitCode(), death.output(), death.cause()));
    }

    @Override
    protected void broken(WorkerDeath death) {
      failAll(new BrokenPoolException(death.exitCode(), death.output(), death.cause()));
    }

    @Override
    protected void cancelled() {
      failAll(new CancellationException("the task was cancelled or its pool terminated"));
    }

    private void failAll(Throwable cause) {
      fail(from, cause);
      finished();
    }
  }
}
