package processpool;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import processpool.parent.Dispatcher;
import processpool.wire.Codec;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;
import processpool.wire.UnserializablePath;

/**
 * What to call.
 *
 * @param task the function, as it was submitted
 * @param function its parts
 * @param capturedSize about how large what it captured is on its way
 * @param door where it is submitted
 * @param timeout the pool's time limit
 * @param events is told of the tasks
 */
record Call(
    Object task,
    FunctionCode.Parts function,
    long capturedSize,
    Dispatcher door,
    Duration timeout,
    Events events) {

  /**
   * Takes a function apart.
   *
   * @throws IllegalArgumentException naming the class, when it cannot travel
   */
  static Call of(Object task, Class<?> type, Dispatcher door, Duration timeout, Events events) {
    FunctionCode.Parts parts = partsOf(task, type);
    return new Call(task, parts, checkCaptured(task, parts), door, timeout, events);
  }

  /** As above, of a function that is no task. */
  static FunctionCode.Parts takeApart(Object task, Class<?> type) {
    FunctionCode.Parts parts = partsOf(task, type);
    var unused = checkCaptured(task, parts);
    return parts;
  }

  private static FunctionCode.Parts partsOf(Object task, Class<?> type) {
    Objects.requireNonNull(task, "task");
    if (!(task instanceof Serializable function)) {
      throw new IllegalArgumentException(
          "the task cannot travel to a worker: it is not serializable: class="
              + task.getClass().getName()
              + "; make its class implement java.io.Serializable, or pass a lambda to the pool's"
              + " own methods");
    }
    try {
      return FunctionCode.of(function, type);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw unserializable("the task", task, e);
    }
  }

  private static long checkCaptured(Object task, FunctionCode.Parts parts) {
    long size = 0;
    try {
      for (Object captured : parts.captured()) {
        size += Codec.check(captured);
      }
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw unserializable("the task", task, e);
    }
    return size;
  }

  ClassLoader loader() {
    ClassLoader own = task.getClass().getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  /** Puts values that have been checked, or are checked now. */
  static void encode(@Nullable Object[] values, MessageWriter to) {
    for (Object value : values) {
      try {
        Codec.encode(value, to);
      } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw unserializable("the argument", value, e);
      }
    }
  }

  /**
   * About how large an argument is on its way.
   *
   * @throws IllegalArgumentException naming class and field, when it cannot travel
   */
  static long check(@Nullable Object argument) {
    try {
      return Codec.check(argument);
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw unserializable("the argument", argument, e);
    }
  }

  private static IllegalArgumentException unserializable(
      String what, @Nullable Object value, Throwable e) {
    String type = value == null ? "null" : value.getClass().getName();
    String why = String.valueOf(e);
    if (e instanceof NotSerializableException) {
      String field = value == null ? null : UnserializablePath.find(value);
      why =
          e.getMessage()
              + (field == null ? "" : ", in field " + field + ",")
              + " is not serializable; make it implement java.io.Serializable,"
              + " or pass only what the task needs";
    } else if (e instanceof OutOfMemoryError) {
      why =
          "it is too large, for this process's memory or for the 2 GiB that a message may hold ("
              + e
              + "); pass a part of it, or the name of a file";
    }
    return new IllegalArgumentException(
        what + " of type " + type + " cannot travel to a worker: " + why, e);
  }
}
