package processpool;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import processpool.wire.Codec;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;
import processpool.wire.UnserializablePath;

/**
 * What to call, in the form in which it travels, and how the arguments of one call are put beside
 * it.
 *
 * @param function the function
 * @param arity how many arguments it takes: 0, 1, or 2, which come as an entry
 * @param loader finds the classes of its results
 * @param timeout the pool's time limit
 * @param events is told of the tasks
 */
record Call(FunctionCode function, int arity, ClassLoader loader, Duration timeout, Events events) {

  static Call of(Object task, Class<?> type, int arity, Duration timeout, Events events) {
    return new Call(encodeFunction(task, type), arity, loader(task), timeout, events);
  }

  /** Refuses, naming the class, what is not serializable or captures what is not. */
  static FunctionCode encodeFunction(Object task, Class<?> type) {
    Objects.requireNonNull(task, "task");
    if (!(task instanceof Serializable function)) {
      throw new IllegalArgumentException(
          "the task cannot travel to a worker: it is not serializable: class="
              + task.getClass().getName()
              + "; make its class implement java.io.Serializable, or pass a lambda to the pool's"
              + " own methods");
    }
    for (Method method : type.getMethods()) {
      try {
        return FunctionCode.of(function, type, method);
      } catch (IOException | RuntimeException e) {
        throw unserializable("the task", task, e);
      }
    }
    throw new IllegalArgumentException("no method to call: type=" + type.getName());
  }

  private static ClassLoader loader(Object task) {
    ClassLoader own = task.getClass().getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  /** Puts one call's arguments; on failure nothing is put. */
  void putArguments(@Nullable Object item, MessageWriter to) {
    int before = to.size();
    try {
      if (arity == 1) {
        encodeArgument(item, to);
      } else if (arity == 2) {
        Map.Entry<?, ?> pair = (Map.Entry<?, ?>) Objects.requireNonNull(item, "entry");
        encodeArgument(pair.getKey(), to);
        encodeArgument(pair.getValue(), to);
      }
    } catch (RuntimeException e) {
      to.truncate(before);
      throw e;
    }
  }

  static void encodeArgument(@Nullable Object argument, MessageWriter to) {
    try {
      Codec.encode(argument, to);
    } catch (IOException | RuntimeException | StackOverflowError e) {
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
    }
    return new IllegalArgumentException(
        what + " of type " + type + " cannot travel to a worker: " + why, e);
  }
}
