package processpool.task;

import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.events.Log;
import processpool.schedule.Limits;
import processpool.schedule.Scheduler;
import processpool.wire.Codec;
import processpool.wire.FunctionCode;
import processpool.wire.InputFilter;
import processpool.wire.LostFields;
import processpool.wire.MessageWriter;

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

  static {
    LostFields.tell(text -> Log.warning(text, null));
  }

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
        captured[i] = prepareCaptured(task, parts, i);
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
      throw Refusal.ofTask(task);
    }
    try {
      return FunctionCode.of(function, type);
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
      throw Refusal.ofCaptured(task, null, 0, e);
    }
  }

  private static @Nullable Object prepareCaptured(
      Object task, FunctionCode.Parts parts, int index) {
    try {
      return Codec.prepare(parts.captured()[index]);
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
      throw Refusal.ofCaptured(task, parts, index, e);
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
      for (int i = 0; i < parts.captured().length; i++) {
        Codec.encode(prepareCaptured(task, parts, i), encoded);
      }
      for (Object value : arguments) {
        Codec.encode(prepare(value), encoded);
      }
    } catch (IOException e) {
      throw Refusal.ofCaptured(task, null, 0, e);
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
    return prepare(argument, -1);
  }

  /** The same for one of several calls' arguments. */
  static @Nullable Object prepare(@Nullable Object argument, int index) {
    try {
      return Codec.prepare(argument);
    } catch (Throwable e) { // a class of the program's own writes it: anything may come
      throw Refusal.ofArgument(argument, index, e);
    }
  }
}
