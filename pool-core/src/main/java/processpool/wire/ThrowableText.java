package processpool.wire;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a throwable says of itself, as text. Any of its methods may throw, return null or lead round
 * in a circle, and what one of them keeps back another may still say. Nothing here fails for it.
 */
public final class ThrowableText {
  /** Causes that are looked at: methods may make up new ones for ever. */
  private static final int MOST_CAUSES = 30_000;

  /** Causes that are shown from the top; of more, the last is shown too. */
  private static final int SHOWN_CAUSES = 100;

  /** So many throwables that belong together are printed by recursion, as the JDK does. */
  private static final int PRINTED = 1_000;

  /** How deep suppressed ones are followed, and how many of each are. */
  private static final int SUPPRESSED_DEPTH = 5;

  private static final int SHOWN_SUPPRESSED = 50;

  private static final StackTraceElement[] NO_FRAMES = {};

  private ThrowableText() {}

  /**
   * Class and message in a line.
   *
   * @param thrown any throwable
   * @return what its {@code toString} says, or what is known without that
   */
  public static String of(Throwable thrown) {
    try {
      String said = thrown.toString();
      if (said != null && !said.isBlank()) {
        return said;
      }
    } catch (Throwable broken) {
      // Its message may be known all the same.
    }
    String message = message(thrown);
    String name = ReadableNames.of(thrown.getClass());
    return message == null ? name : name + ": " + message;
  }

  /**
   * Its message.
   *
   * @param thrown any throwable
   * @return what its {@code getMessage} says; null when nothing, or when that throws
   */
  static @Nullable String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }

  /**
   * Class, message, stack, causes and what was suppressed.
   *
   * @param thrown any throwable
   * @return as it prints itself, where that says all; else put together from what its methods say
   */
  public static String trace(Throwable thrown) {
    String printed = "";
    try {
      if (printsItself(thrown)) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        printed = text.toString();
        if (printed.contains(of(thrown))) {
          return printed;
        }
      }
    } catch (Throwable broken) {
      printed = "";
    }
    StringBuilder text = new StringBuilder();
    try {
      describe(thrown, text);
    } catch (Throwable broken) { // say out of memory
      text.append("(the rest cannot be shown: ").append(broken.getClass().getName()).append(")\n");
    }
    return text.append(printed).toString();
  }

  /**
   * Whether one trace has each line of another.
   *
   * @param trace may say more
   * @param other what it must have
   * @return whether
   */
  static boolean saysAll(String trace, String other) {
    if (trace.equals(other)) {
      return true;
    }
    Set<String> lines = new HashSet<>(trace.lines().map(String::strip).toList());
    return other.lines().map(String::strip).allMatch(lines::contains);
  }

  /**
   * Whether it can be printed as somebody's cause, which is what becomes of it.
   *
   * @param thrown any throwable
   * @return whether
   */
  static boolean canBeShown(Throwable thrown) {
    try {
      Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Throwable one = thrown; one != null && seen.add(one); one = one.getCause()) {
        if (seen.size() == MOST_CAUSES) {
          return false; // they have no end
        }
      }
      new Exception(thrown).printStackTrace(new PrintWriter(Writer.nullWriter()));
      return true;
    } catch (Throwable broken) {
      return false;
    }
  }

  /** Whether all that belongs to it has a text of its own, and is not too much to print. */
  private static boolean printsItself(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> next = new ArrayList<>(List.of(thrown));
    while (!next.isEmpty()) {
      Throwable one = next.remove(next.size() - 1);
      if (seen.add(one)) {
        String said = one.toString();
        if (said == null || said.isBlank() || seen.size() > PRINTED) {
          return false;
        }
        Throwable cause = one.getCause();
        if (cause != null) {
          next.add(cause);
        }
        next.addAll(List.of(one.getSuppressed()));
      }
    }
    return true;
  }

  private static void describe(Throwable thrown, StringBuilder to) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    StackTraceElement[] outer = NO_FRAMES;
    String caption = "";
    Throwable one = thrown;
    for (int shown = 0; one != null && shown < SHOWN_CAUSES; shown++) {
      outer = describeOne(one, caption, "", outer, seen, 0, to);
      caption = "Caused by: ";
      one = cause(one, seen, to);
    }
    int more = 0;
    Throwable last = null;
    for (; one != null && more < MOST_CAUSES; more++) {
      seen.add(one);
      last = one;
      one = cause(one, seen, to);
    }
    if (last != null) {
      String count = one == null ? String.valueOf(more) : "more than " + more;
      to.append("Caused by: (").append(count).append(" more causes, of which the last is:)\n");
      describeOne(last, "Caused by: ", "", NO_FRAMES, seen, 0, to);
    }
  }

  private static @Nullable Throwable cause(
      Throwable thrown, Set<Throwable> seen, StringBuilder to) {
    Throwable cause;
    try {
      cause = thrown.getCause();
    } catch (Throwable broken) {
      to.append("Caused by: (getCause threw ").append(broken.getClass().getName()).append(")\n");
      return null;
    }
    if (cause != null && seen.contains(cause)) {
      to.append("Caused by: [CIRCULAR REFERENCE: ").append(of(cause)).append("]\n");
      return null;
    }
    return cause;
  }

  /** One, and what it suppressed; returns its frames, whose end its cause's have in common. */
  private static StackTraceElement[] describeOne(
      Throwable thrown,
      String caption,
      String indent,
      StackTraceElement[] outer,
      Set<Throwable> seen,
      int depth,
      StringBuilder to) {
    seen.add(thrown);
    to.append(indent).append(caption).append(of(thrown)).append('\n');
    StackTraceElement[] frames = frames(thrown);
    if (frames == null) {
      for (String line : printedFrames(thrown)) {
        to.append(indent).append('\t').append(line).append('\n');
      }
      frames = NO_FRAMES;
    }
    int common = 0;
    while (common < Math.min(frames.length, outer.length)
        && frames[frames.length - 1 - common].equals(outer[outer.length - 1 - common])) {
      common++;
    }
    for (int i = 0; i < frames.length - common; i++) {
      to.append(indent).append("\tat ").append(frames[i]).append('\n');
    }
    if (common > 0) {
      to.append(indent).append("\t... ").append(common).append(" more\n");
    }
    Throwable[] suppressed = thrown.getSuppressed(); // final: the JDK's own
    for (int i = 0; i < suppressed.length; i++) {
      if (i == SHOWN_SUPPRESSED || depth == SUPPRESSED_DEPTH) {
        int more = suppressed.length - i;
        to.append(indent).append("\tSuppressed: (").append(more).append(" more)\n");
        break;
      }
      describeSuppressed(suppressed[i], indent + "\t", frames, seen, depth + 1, to);
    }
    return frames;
  }

  private static void describeSuppressed(
      Throwable thrown,
      String indent,
      StackTraceElement[] outer,
      Set<Throwable> seen,
      int depth,
      StringBuilder to) {
    String caption = "Suppressed: ";
    Throwable one = thrown;
    StackTraceElement[] frames = outer;
    for (int shown = 0; one != null && shown < SHOWN_SUPPRESSED; shown++) {
      if (seen.contains(one)) {
        to.append(indent).append("[CIRCULAR REFERENCE: ").append(of(one)).append("]\n");
        return;
      }
      frames = describeOne(one, caption, indent, frames, seen, depth, to);
      caption = "Caused by: ";
      one = cause(one, seen, to);
    }
  }

  /** Its own say of them; null when that throws or is none. */
  private static StackTraceElement @Nullable [] frames(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      for (StackTraceElement frame : frames) {
        Objects.requireNonNull(frame); // an array with a gap is as good as none
      }
      return frames;
    } catch (Throwable broken) {
      return null;
    }
  }

  /** Printing does not ask {@code getStackTrace}, so it may know them where that throws. */
  private static List<String> printedFrames(Throwable thrown) {
    List<String> found = new ArrayList<>();
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      thrown.printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      for (String line : bytes.toString(StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("\tat ")) {
          found.add(line.strip());
        } else if (!found.isEmpty()) {
          return found; // what follows is of another
        }
      }
    } catch (Throwable broken) {
      found.add("(its stack trace cannot be read)");
    }
    return found;
  }
}
