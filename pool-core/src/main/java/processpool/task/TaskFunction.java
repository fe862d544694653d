package processpool.task;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.schedule.Limits;
import processpool.schedule.Scheduler;
import processpool.wire.Codec;
import processpool.wire.FunctionCode;
import processpool.wire.InputFilter;
import processpool.wire.MessageWriter;
import processpool.wire.UnserializablePath;

/**
 * What to call, and how its calls are to be treated: all that the chunks of one submission share.
 * What the function captured is in bytes already, so sending runs nobody's code and cannot fail.
 *
 * @param task the function, as it was submitted
 * @param code which method it calls
 * @param captured what it passes before its arguments, each ready to be written
 * @param capturedSize about how large that is on its way
 * @param scheduler where it is submitted
 * @param limits what its calls are allowed
 * @param exceptions what users see of calls without a value
 * @param events is told of the tasks
 */
@SuppressWarnings("ArrayRecordComponent") // made for each submission, and never compared
public record TaskFunction(
    Object task,
    FunctionCode code,
    @Nullable Object[] captured,
    long capturedSize,
    Scheduler scheduler,
    Limits limits,
    Exceptions exceptions,
    Events events) {

  /**
   * Takes a function apart.
   *
   * @param task the function
   * @param type the interface it is called through
   * @param scheduler where it will be submitted
   * @param limits what its calls are allowed
   * @param exceptions what users see of calls without a value
   * @param events is told of the tasks
   * @return its parts
   * @throws IllegalArgumentException naming the class, when it cannot travel
   */
  public static TaskFunction of(
      Object task,
      Class<?> type,
      Scheduler scheduler,
      Limits limits,
      Exceptions exceptions,
      Events events) {
    FunctionCode.Parts parts = takeApart(task, type);
    @Nullable Object[] captured = parts.captured();
    long size = 0;
    if (captured.length > 0) {
      captured = captured.clone();
      for (int i = 0; i < captured.length; i++) {
        captured[i] = prepareCaptured(task, captured[i]);
        size += Codec.size(captured[i]);
      }
    }
    return new TaskFunction(
        task, parts.code(), captured, size, scheduler, limits, exceptions, events);
  }

  /**
   * As above, of a function that is no task.
   *
   * @param task the function
   * @param type the interface it is called through
   * @return its parts
   * @throws IllegalArgumentException naming the class, when it cannot travel
   */
  public static FunctionCode.Parts takeApart(Object task, Class<?> type) {
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
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
      throw unserializable("the task", task, e);
    }
  }

  private static @Nullable Object prepareCaptured(Object task, @Nullable Object captured) {
    try {
      return Codec.prepare(captured);
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
      throw unserializable("the task", task, e);
    }
  }

  /** The loader of its results' classes. */
  ClassLoader loader() {
    ClassLoader own = task.getClass().getClassLoader();
    return InputFilter.before(
        limits.filter(), own == null ? ClassLoader.getSystemClassLoader() : own);
  }

  /** Puts what it captured, counted. */
  void putCaptured(MessageWriter to) throws IOException {
    to.putInt(captured.length);
    for (Object value : captured) {
      Codec.encode(value, to);
    }
  }

  /**
   * Puts what a function captured and its arguments, none of them counted: for one that each worker
   * runs once.
   *
   * @param task the function
   * @param parts its parts
   * @param arguments of its one call
   * @return the bytes
   * @throws IllegalArgumentException naming the class, when something of it cannot travel
   */
  public static MessageWriter encode(
      Object task, FunctionCode.Parts parts, @Nullable Object[] arguments) {
    MessageWriter encoded = new MessageWriter();
    try {
      for (Object value : parts.captured()) {
        Codec.encode(prepareCaptured(task, value), encoded);
      }
      for (Object value : arguments) {
        Codec.encode(prepare(value), encoded);
      }
    } catch (IOException e) {
      throw unserializable("the task", task, e);
    }
    return encoded.detach(0);
  }

  /**
   * Makes an argument ready to be sent later.
   *
   * @param argument any, or null
   * @return the argument itself, or what stands for it
   * @throws IllegalArgumentException naming class and field, when it cannot travel
   */
  static @Nullable Object prepare(@Nullable Object argument) {
    try {
      return Codec.prepare(argument);
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
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
