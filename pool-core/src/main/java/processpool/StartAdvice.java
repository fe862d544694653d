package processpool;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import processpool.schedule.WorkerDeath;
import processpool.wire.ThrowableText;

/** What to do about workers that do not start, as far as exit code and last words tell why. */
final class StartAdvice {
  private static final String DESCRIPTORS =
      "This program has no file descriptors left: close files that are no longer used, or raise the"
          + " limit (ulimit -n).";
  private static final String PROCESSES =
      "The system gives this user no more processes or threads: end some, have fewer workers, or"
          + " raise the limit (ulimit -u, or the container's limit of pids).";
  private static final String MEMORY =
      "There is not enough memory for a worker: ask for less by jvmOptions(\"-Xmx…\"), or have fewer"
          + " workers.";
  private static final String HEAP =
      "A worker's heap is too small for what is done as it starts: give it more, by"
          + " jvmOptions(\"-Xmx…\").";
  private static final String OPTION =
      "Mend the option that the worker complains of, in jvmOptions or in this program's own"
          + " command, and make a new pool.";
  private static final String CLASSES =
      "The worker does not find the pool's own classes: leave -cp and -jar out of jvmOptions, and"
          + " the program's jars where they are while it runs.";
  private static final String NEWER_CLASSES = "more recent version of the Java Runtime";
  private static final String OLD_JAVA =
      "The workers' Java is older than the one that the program's classes are compiled for: give a"
          + " newer one by javaHome, or compile them with --release.";
  private static final String INITIALIZER = "Mend the initializer and make a new pool.";
  private static final String CRASHED =
      "The worker's JVM crashed in native code as it started: look in the frames above for a"
          + " library that the initializer or one of the jvmOptions loads, and update it or leave"
          + " it out.";
  private static final String HELPER =
      "The JDK's spawn helper did not run, as when the JDK was updated while this program runs:"
          + " start the program again.";
  private static final String DAMAGED =
      "The link to the worker was damaged: if it happens again, please report it.";
  private static final String SHELL =
      "On Linux a worker is started by way of /bin/sh: start this program with"
          + " -Dprocesspool.shell=false to do without.";
  private static final String MOVED =
      "This program's Java is not where it was, as after an update: start the program again.";
  private static final String NOT_EXECUTABLE =
      "The system does not let this user run that Java: look at its permissions, and whether its"
          + " disk is mounted noexec.";
  private static final String FORBIDDEN =
      "Windows does not let this program start another: allow its java.exe in the virus scanner, or"
          + " whatever else guards the machine.";
  private static final String NOT_FOR_THIS_SYSTEM =
      "The file is no program for this machine, or damaged: take a Java for it, or install it anew.";
  private static final String TOO_LONG =
      "The worker's command and environment are longer than the system takes: shorten jvmOptions"
          + " and the environment variables.";
  private static final String HELD_TEXT =
      "The shell that starts a worker needs a small file: make room in the temporary folder, or"
          + " name another by the environment variable TMPDIR.";
  private static final String KILLED =
      "Something has killed it as it started: often the system, short of memory. Give workers less,"
          + " by jvmOptions(\"-Xmx…\"), or have fewer.";
  private static final String BY_ITSELF =
      "It has ended by itself: look whether the initializer or one of the jvmOptions ends the"
          + " process. If nothing does, it may be /bin/sh, by way of which a worker is started on"
          + " Linux: -Dprocesspool.shell=false does without.";

  /** Words of systems and JVMs, and what they mean; what is more special comes first. */
  private record Known(String advice, List<String> words) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known(OLD_JAVA, List.of(NEWER_CLASSES)),
          new Known(HELD_TEXT, List.of("here-document", "here document")),
          new Known(DESCRIPTORS, List.of("error=24,", "error: 24 (", "Too many open files")),
          new Known(
              PROCESSES,
              List.of(
                  "error=11,",
                  "error: 11 (", // JDK 25; what follows is in the system's language
                  "error=35,", // macOS
                  "error: 35 (",
                  "Resource temporarily unavailable",
                  "unable to create native thread",
                  "unable to create new native thread",
                  "pthread_create failed",
                  "Cannot fork",
                  "Cannot create worker GC thread",
                  "Cannot create VM thread")),
          new Known(
              MEMORY,
              List.of(
                  "error=12,",
                  "error: 12 (",
                  "Cannot allocate memory",
                  "insufficient memory",
                  "Could not reserve enough space",
                  "could not allocate",
                  "paging file is too small")),
          new Known(HEAP, List.of("java.lang.OutOfMemoryError")),
          new Known(CRASHED, List.of("A fatal error has been detected")),
          new Known( // its name alone is in each trace of an initializer
              CLASSES,
              List.of(
                  "ClassNotFoundException: processpool.w", "NoClassDefFoundError: processpool/w")),
          new Known(
              OPTION,
              List.of(
                  "Could not create the Java Virtual Machine",
                  "Error occurred during initialization",
                  "Error opening zip file or JAR manifest missing",
                  "Could not find agent library")),
          new Known(HELPER, List.of("spawn helper", "Spawn helper")),
          new Known(SHELL, List.of("/bin/sh")));

  /** Only of a worker's own start: its output may hold such numbers of other programs. */
  private static final List<Known> NO_PROCESS =
      List.of(
          ofWindows(MOVED, 2, 3),
          ofWindows(FORBIDDEN, 5, 12),
          ofWindows(MEMORY, 8, 14, 1450, 1455),
          ofWindows(NOT_FOR_THIS_SYSTEM, 11, 193, 216),
          ofWindows(TOO_LONG, 24, 87, 206),
          new Known(TOO_LONG, List.of("error=7,", "error: 7 (", "Argument list too long")));

  /** The same where it is not the shell that cannot be started. */
  private static final List<Known> NO_JAVA =
      List.of(
          new Known(MOVED, List.of("error=2,", "error: 2 (")),
          new Known(NOT_EXECUTABLE, List.of("error=13,", "error: 13 (")),
          new Known(NOT_FOR_THIS_SYSTEM, List.of("error=8,", "error: 8 (")));

  private static Known ofWindows(String advice, int... codes) {
    return new Known(
        advice, IntStream.of(codes).mapToObj(code -> "CreateProcess error=" + code + ",").toList());
  }

  private StartAdvice() {}

  static String of(WorkerDeath death) {
    Throwable cause = death.cause();
    if (cause != null) {
      boolean noProcess = death.exitCode() == -1;
      return noProcess ? ofNoProcess(ThrowableText.of(cause)) : ofCause(cause);
    }
    String said = known(KNOWN, death.output());
    if (said != null) {
      return said;
    }
    int code = death.exitCode();
    return code == 126 || code == 127 ? SHELL : code == 137 ? KILLED : BY_ITSELF;
  }

  /** What was found wrong on this side says itself what to do. */
  private static String ofCause(Throwable cause) {
    if (ThrowableText.of(cause).contains(NEWER_CLASSES)) {
      return OLD_JAVA;
    }
    boolean inWorker = false;
    String where = "";
    for (StackTraceElement frame : cause.getStackTrace()) {
      where = where.isEmpty() ? frame.getClassName() : where;
      inWorker |= frame.getClassName().startsWith("processpool.worker.");
    }
    if (where.startsWith("processpool.local.")) {
      return "";
    }
    return where.startsWith("processpool.wire.") && !inWorker ? DAMAGED : INITIALIZER;
  }

  private static String ofNoProcess(String text) {
    String said = known(NO_PROCESS, text);
    said = said == null ? known(KNOWN, text) : said;
    said = said == null ? known(NO_JAVA, text) : said;
    return said == null ? "" : said;
  }

  private static @Nullable String known(List<Known> all, String text) {
    for (Known known : all) {
      for (String words : known.words) {
        if (text.contains(words)) {
          return known.advice;
        }
      }
    }
    return null;
  }
}
