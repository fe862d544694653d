package processpool.worker;

import java.io.FileDescriptor;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What each task finds as it begins, whatever the one before did: streams, the thread's name and
 * priority, the handler of uncaught exceptions, locales, the table of system properties. It is what
 * the initializer left, as preparing a worker is its business, but for a stream that it left null.
 *
 * <p>What cannot be put back, as descriptors 0 to 2 that were closed, makes it {@link #isLost()}:
 * the worker then leaves, as it does when it retires. Looked after behind each task, of which there
 * may be a million a second: as long as nothing was changed this reads a dozen fields.
 */
final class Ground {
  /** Present in every JVM, and the first that a task would miss. */
  private static final String SOME_PROPERTY = "line.separator";

  private final Thread thread = Thread.currentThread();
  private final PrintStream ownOut;
  private final PrintStream ownErr;
  private PrintStream out;
  private PrintStream err;
  private InputStream in;
  private String name = "";
  private int priority;
  private Thread.@Nullable UncaughtExceptionHandler handler;
  private Locale locale = Locale.ROOT;
  private Locale display = Locale.ROOT;
  private Locale format = Locale.ROOT;
  private Properties properties = new Properties();
  private @Nullable Object someProperty;
  private Map<Object, Object> allProperties = Map.of();
  private @Nullable Object manager;
  private boolean lost;

  Ground(LineForwarder printed, LineForwarder errors) {
    ownOut = new Unclosable(printed);
    ownErr = new Unclosable(errors);
    out = ownOut;
    err = ownErr;
    in = new Empty();
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
    note();
  }

  /** From now on the ground is as it is now. */
  @SuppressWarnings({"removal", "deprecation"}) // tasks on JDK 17 may still set a manager
  void note() {
    out = System.out == null ? ownOut : System.out;
    err = System.err == null ? ownErr : System.err;
    in = System.in == null ? in : System.in;
    name = thread.getName();
    priority = thread.getPriority();
    handler = Thread.getDefaultUncaughtExceptionHandler();
    locale = Locale.getDefault();
    display = Locale.getDefault(Locale.Category.DISPLAY);
    format = Locale.getDefault(Locale.Category.FORMAT);
    properties = System.getProperties();
    someProperty = properties.get(SOME_PROPERTY);
    allProperties = Map.copyOf(properties);
    manager = System.getSecurityManager();
  }

  /** Whether there is something that cannot be put back. */
  boolean isLost() {
    return lost;
  }

  /** A call of a chunk has ended, another follows: of a million, so this is the least of it. */
  void restoreStreams() {
    try {
      if (System.out != out || System.err != err || out != ownOut || err != ownErr) {
        restoreOutput();
      }
      if (System.in != in) {
        System.setIn(in);
      }
    } catch (Throwable cannot) {
      lost = true;
    }
  }

  /** A task has ended: puts back what it changed. */
  void restore() {
    restoreStreams();
    try {
      restoreTheRest();
      lost |=
          !FileDescriptor.in.valid() || !FileDescriptor.out.valid() || !FileDescriptor.err.valid();
    } catch (Throwable cannot) { // another worker has such ground
      lost = true;
    }
  }

  private void restoreOutput() {
    PrintStream leftOut = System.out;
    PrintStream leftErr = System.err;
    System.setOut(out);
    System.setErr(err);
    flush(leftOut);
    flush(leftErr);
    flush(out);
    flush(err);
  }

  /** What lies in it was printed by the task; what it throws is not worth the task's result. */
  private static void flush(@Nullable PrintStream left) {
    try {
      if (left != null) {
        left.flush();
      }
    } catch (Throwable ofTheTasksMaking) {
      // Nobody would know what to do about it.
    }
  }

  @SuppressWarnings({
    "removal",
    "deprecation",
    "ReferenceEquality",
    "ThreadPriorityCheck"
  }) // it is this very table, or not
  private void restoreTheRest() {
    if (!thread.getName().equals(name)) {
      thread.setName(name);
    }
    if (thread.getPriority() != priority) {
      thread.setPriority(priority);
    }
    if (Thread.getDefaultUncaughtExceptionHandler() != handler) {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    if (System.getSecurityManager() != manager) {
      lost = true; // it would have to agree
    }
    if (!Locale.getDefault().equals(locale)
        || !Locale.getDefault(Locale.Category.DISPLAY).equals(display)
        || !Locale.getDefault(Locale.Category.FORMAT).equals(format)) {
      Locale.setDefault(locale);
      Locale.setDefault(Locale.Category.DISPLAY, display);
      Locale.setDefault(Locale.Category.FORMAT, format);
    }
    if (System.getProperties() != properties) {
      System.setProperties(properties);
    }
    if (properties.get(SOME_PROPERTY) != someProperty) {
      properties.putAll(allProperties);
    }
  }

  /** {@code try (PrintWriter w = new PrintWriter(System.out))} ends one task's use of it. */
  private static final class Unclosable extends PrintStream {
    Unclosable(LineForwarder to) {
      super(to, true, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** Is at its end, and stays there when somebody closes it. */
  private static final class Empty extends InputStream {
    @Override
    public int read() {
      return -1;
    }
  }
}
