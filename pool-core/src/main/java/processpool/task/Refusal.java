package processpool.task;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import processpool.wire.FunctionCode;
import processpool.wire.ReadableNames;
import processpool.wire.UnserializablePath;

/** Why something cannot travel to a worker, and what to do about it in that very case. */
final class Refusal {
  private static final String BY_THE_JDK =
      "the JDK has wrapped it in an object of its own that cannot be sent: hand the task itself to"
          + " the pool. For CompletableFuture.supplyAsync use applyAsync(…).toCompletableFuture(),"
          + " for an ExecutorCompletionService use invokeAll, invokeAny or imapUnordered";

  private Refusal() {}

  /** Of an argument; the index tells which of several, or is -1. */
  static IllegalArgumentException ofArgument(@Nullable Object argument, int index, Throwable e) {
    String type = argument == null ? "null" : ReadableNames.of(argument.getClass());
    String which = index < 0 ? "" : " at argument index=" + index;
    return refuse("the argument of type " + type + which, why(argument, e), e);
  }

  /** Of a value that is to be shared. */
  static IllegalArgumentException ofShared(Object value, Throwable e) {
    String type = ReadableNames.of(value.getClass());
    return refuse("the shared value of type " + type, why(value, e), e);
  }

  /** Of a function object that is not even serializable. */
  static IllegalArgumentException ofTask(Object task) {
    Class<?> type = task.getClass();
    String name = ReadableNames.of(type);
    if (ofTheJdk(type.getName())) {
      return refuse("the task", BY_THE_JDK + ": class=" + name, null);
    }
    String advice =
        ReadableNames.isLambda(type)
            ? "; cast it, (Runnable & Serializable) or (Callable<…> & Serializable), or pass it to"
                + " the pool's own methods"
            : "; make its class implement java.io.Serializable, or pass a lambda to the pool's"
                + " own methods";
    return refuse("the task", "it is not serializable: class=" + name + advice, null);
  }

  /** Of a function that cannot be taken apart, or a value that it takes along. */
  static IllegalArgumentException ofCaptured(
      Object task, FunctionCode.@Nullable Parts parts, int index, Throwable e) {
    Class<?> type = task.getClass();
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      return refuse("the task", BY_THE_JDK + ": class=" + type.getName(), e);
    }
    String subject =
        ReadableNames.isLambda(type)
            ? "the task, " + ReadableNames.of(type) + ","
            : "the task of type " + ReadableNames.of(type);
    if (parts == null || parts.captured()[index] == task) {
      return refuse(subject, why(task, e), e);
    }
    Object captured = parts.captured()[index];
    String why = why(captured, e);
    if (parts.code().capturesThis(index)) {
      return refuse(
          subject,
          "it uses a field or method of the object that it is written in, and takes all of that"
              + " along: "
              + why
              + ". Or, if it is a field, copy it into a local variable in front of the lambda, and use"
              + " that; if it is a method, make it static",
          e);
    }
    return refuse(subject, parts.code().captured(index) + ": " + why, e);
  }

  private static IllegalArgumentException refuse(
      String subject, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(subject + " cannot travel to a worker: " + why, cause);
  }

  private static String why(@Nullable Object value, Throwable e) {
    String said = e.getMessage();
    if (e instanceof NotSerializableException && said != null && !said.contains(" ")) {
      UnserializablePath.Found found = value == null ? null : UnserializablePath.find(value);
      return ReadableNames.in(said)
          + (found == null ? "" : ", " + found.text() + ",")
          + " is not serializable; "
          + (found == null ? ofItself(value, said) : advice(found, said));
    } else if (e instanceof OutOfMemoryError) {
      return "it is too large for the parent's heap of "
          + (Runtime.getRuntime().maxMemory() >> 20)
          + " MiB, where it is made ready to be sent: start this program with a larger -Xmx, or"
          + " pass a part of it or the path of a file";
    }
    boolean ours =
        e.getClass() == IOException.class || e.getClass() == IllegalArgumentException.class;
    return ours && said != null ? said : ReadableNames.in(String.valueOf(e));
  }

  private static String advice(UnserializablePath.Found found, String className) {
    if (found.inner() == null || found.isEnclosing()) {
      return found.isEnclosing() ? found.advice() : advice(className);
    }
    return advice(className) + ". Or " + found.advice();
  }

  private static String ofItself(@Nullable Object value, String className) {
    Class<?> type = value == null ? Object.class : value.getClass();
    if (!type.getName().equals(className) || !UnserializablePath.isInner(type)) {
      return advice(className);
    }
    return type.isMemberClass()
        ? "make it a static class that implements java.io.Serializable"
        : "write a static nested class that implements java.io.Serializable in its place";
  }

  private static String advice(String className) {
    if (className.contains("$$Lambda")) {
      return "declare it with an interface that extends java.io.Serializable, such as"
          + " SerializableFunction";
    } else if (className.startsWith("java.util.concurrent.")
        && (className.endsWith("Future") || className.endsWith("FutureTask"))) {
      return "wait for its value, and pass that";
    } else if (className.equals("processpool.AsyncResult")
        || className.equals("processpool.ResultIterator")) {
      return "take its results first, and pass those";
    } else if (className.equals("processpool.ProcessPool")
        || className.equals("processpool.PoolExecutor")) {
      return "a pool stays in the program that made it: submit from there, or make a pool inside the"
          + " task";
    } else if (isView(className)) {
      return "it is a view of another collection: pass a copy, new ArrayList<>(…)";
    } else if (className.equals("jdk.nio.zipfs.ZipPath")) {
      return "pass its toUri(), and make it again inside the task";
    } else if (ofTheJdk(className)) {
      return "it is a class of the JDK: make it inside the task, and pass what it is made from";
    }
    return "make it implement java.io.Serializable, or pass only what the task needs";
  }

  private static boolean isView(String className) {
    return className.startsWith("java.util.")
        && (className.contains("SubList")
            || className.endsWith("$KeySet")
            || className.endsWith("$Values")
            || className.endsWith("$EntrySet"));
  }

  private static boolean ofTheJdk(String className) {
    try {
      Class.forName(className, false, ClassLoader.getPlatformClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError another) {
      return false;
    }
  }
}
