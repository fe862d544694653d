package processpool.local.launch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of this JVM that its workers share, so that code behaves there as it does here:
 * properties, assertions, modules, stack size. What is about this one process is not shared: heap
 * sizes, agents, debuggers, ports, dumps, logs. What is not known to be the former is the latter.
 *
 * <p>The JVM tells its options through a management bean, whose loading costs about 20 ms. Where
 * this process's command line can be read and shows all of them, it is asked instead.
 *
 * @param options each in one piece
 * @param shown whether every user of the machine can see them on this process's command line
 */
record ParentOptions(List<String> options, boolean shown) {
  private static final List<String> SHARED =
      List.of(
          "-D",
          "--",
          "-ea",
          "-da",
          "-esa",
          "-dsa",
          "-enableassertions",
          "-disableassertions",
          "-enablesystemassertions",
          "-disablesystemassertions",
          "-Xss",
          "-XX:ThreadStackSize=",
          "-Xbootclasspath/a:");

  private static final List<String> NOT_SHARED =
      List.of(
          "-Dcom.sun.management", // ports of the JMX agent
          "-Djava.class.path=",
          "-Dsun.java.",
          "-Djdk.module.",
          "-D" + WorkerJar.PROPERTY + "=",
          "--add-modules=ALL-DEFAULT", // from java Demo.java, for its compiler
          "--source=",
          "--module=",
          "--disable-@files");

  /** Environment variables in which java looks for options. */
  static final List<String> VARIABLES =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private static @Nullable ParentOptions known;

  /** Reads them, once: they cannot change. */
  static synchronized ParentOptions get() {
    ParentOptions found = known;
    if (found == null) {
      List<String> visible = fromCommandLine();
      found =
          visible != null
              ? new ParentOptions(shared(visible), true)
              : new ParentOptions(shared(fromManagement()), false);
      known = found;
    }
    return found;
  }

  static List<String> shared(List<String> all) {
    List<String> shared = new ArrayList<>();
    for (String option : all) {
      if (startsWithOneOf(SHARED, option) && !startsWithOneOf(NOT_SHARED, option)) {
        shared.add(option);
      }
    }
    return List.copyOf(shared);
  }

  private static boolean startsWithOneOf(List<String> prefixes, String option) {
    for (String prefix : prefixes) {
      if (option.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> fromManagement() {
    try {
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    } catch (LinkageError notInThisRuntime) { // a runtime image without java.management
      return List.of();
    }
  }

  /** Linux only; null when there may be options that the command line does not spell out. */
  private static @Nullable List<String> fromCommandLine() {
    for (String variable : VARIABLES) {
      if (System.getenv(variable) != null) {
        return null;
      }
    }
    try {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java").toRealPath();
      if (!Path.of("/proc/self/exe").toRealPath().equals(java)) {
        return null; // some other program with a JVM inside
      }
      try (InputStream in = new FileInputStream("/proc/self/cmdline")) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        return options(new String(in.readAllBytes(), Charset.forName(encoding)).split("\0", -1));
      }
    } catch (IOException | RuntimeException cannotTell) {
      return null;
    }
  }

  static @Nullable List<String> options(String[] commandLine) {
    List<String> found = new ArrayList<>();
    for (int i = 1; i < commandLine.length; i++) {
      String word = commandLine[i];
      boolean whole =
          word.startsWith("--")
              ? word.contains("=") || word.equals("--enable-preview")
              : isWhole(word);
      if (word.equals("-cp") || word.equals("-classpath") || word.equals("--class-path")) {
        i++;
      } else if (word.startsWith("--source=") || word.startsWith("--module=")) {
        return null;
      } else if (whole) {
        found.add(word);
      } else if (word.startsWith("-") && !word.equals("-jar")) {
        return null;
      } else {
        return word.startsWith("@") ? null : found;
      }
    }
    return null;
  }

  private static boolean isWhole(String word) {
    boolean elsewhere = word.startsWith("-XX:Flags=") || word.startsWith("-XX:VMOptionsFile=");
    return !elsewhere
        && (word.startsWith("-D")
            || word.startsWith("-X")
            || word.startsWith("-agent")
            || word.startsWith("-javaagent:")
            || startsWithOneOf(SHARED, word));
  }
}
