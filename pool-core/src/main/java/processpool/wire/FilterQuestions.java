package processpool.wire;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the filters about the objects of one value, as {@link java.io.ObjectInputStream} would. To
 * find out whether the JVM has a filter that was not given as an option takes tens of milliseconds
 * once: that is done for the program's own classes, whose code may run, and not for the JDK's.
 */
final class FilterQuestions {
  private static final boolean BY_OPTION =
      System.getProperty("jdk.serialFilter") != null
          || System.getProperty("jdk.serialFilterFactory") != null;

  private final ClassLoader loader;
  private final MessageReader from;
  private final long size;
  private boolean jvmsToo;
  private InputFilter.@Nullable Chain filters;
  private long references;

  FilterQuestions(ClassLoader loader, MessageReader from) {
    this.loader = loader;
    this.from = from;
    this.size = from.remaining();
    this.jvmsToo = BY_OPTION;
    this.filters = InputFilter.chain(loader, jvmsToo);
  }

  /** What a filter is told. */
  private record Info(
      @Nullable Class<?> serialClass,
      long arrayLength,
      long depth,
      long references,
      long streamBytes)
      implements ObjectInputFilter.FilterInfo {}

  /** An object of the JDK's. */
  void about(Kind kind, int depth) throws InvalidClassException {
    if (filters != null) {
      try {
        ask(Class.forName(kind.className, false, null), -1, depth);
      } catch (ClassNotFoundException impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  /** An array of the primitive kind. */
  void about(Object array, int depth) throws InvalidClassException {
    if (filters != null) {
      ask(array.getClass(), java.lang.reflect.Array.getLength(array), depth);
    }
  }

  /** The room that a collection takes. */
  void aboutRoom(Kind kind, int count, int depth) throws InvalidClassException {
    if (filters != null) {
      boolean hashed = kind.className.contains("Hash");
      ask(hashed ? Map.Entry[].class : Object[].class, count, depth);
    }
  }

  /** An object of the program's own. */
  void about(Class<?> type, int depth) throws InvalidClassException {
    if (!jvmsToo) {
      jvmsToo = true;
      filters = InputFilter.chain(loader, true);
    }
    if (filters != null) {
      ask(type, -1, depth);
    }
  }

  private void ask(Class<?> type, long length, int depth) throws InvalidClassException {
    InputFilter.Chain asked = filters;
    if (asked == null) {
      return;
    }
    ObjectInputFilter.Status status = ObjectInputFilter.Status.REJECTED;
    RuntimeException thrown = null;
    try {
      status =
          asked.checkInput(
              new Info(type, length, depth + 1, references++, size - from.remaining()));
    } catch (RuntimeException failed) { // no answer is no permission
      thrown = failed;
    }
    if (status == ObjectInputFilter.Status.REJECTED) {
      throw refusal(asked, type, thrown);
    }
  }

  private static InvalidClassException refusal(
      InputFilter.Chain asked, Class<?> type, @Nullable RuntimeException thrown) {
    InvalidClassException refusal = asked.refused();
    if (thrown != null || refusal == null) {
      refusal =
          new Refused("a filter that threw", type, ": mend it, as the cause says").exception();
      refusal.initCause(thrown);
    }
    return refusal;
  }
}
