package processpool.local.launch;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.worker.WorkerMain;

/**
 * The command that starts a worker: the parent's own Java, its class path, the options they share,
 * the pool's own. No file is left by it, and in the common case none is made.
 */
public final class WorkerCommand {
  /** Windows takes 32,767 characters; less for what the system makes of quotes. */
  private static final int LONGEST = 30_000;

  private final List<String> options;
  private volatile int processes;
  private final Map<String, String> environment;

  /** Null for where the parent works. */
  private final @Nullable WorkerFolder folder;

  /** Null for the parent's own. */
  private final @Nullable WorkerJava java;

  private final boolean shell;

  /**
   * Remembers what all workers of a pool have in common.
   *
   * @param processes how many share this machine's memory
   * @param options for their JVMs, after the pool's own
   * @param environment variables for them, beside those of this process
   * @param directory where they work; null for where this process does
   * @param home the JDK they are of; null for this process's own
   * @throws IllegalArgumentException when no worker can run there, or on that
   */
  public WorkerCommand(
      int processes,
      List<String> options,
      Map<String, String> environment,
      @Nullable Path directory,
      @Nullable Path home) {
    this.processes = processes;
    this.environment = Map.copyOf(environment);
    WorkerFolder given = directory == null ? null : new WorkerFolder(directory);
    this.folder = given;
    this.options = List.copyOf(given == null ? options : given.translate(options));
    this.java = home == null ? null : new WorkerJava(home);
    this.shell = Shell.isUsable(environment.keySet());
  }

  /**
   * Those that are started from now on get the share of one of so many.
   *
   * @param newProcesses how many share this machine's memory
   */
  public void shareAmong(int newProcesses) {
    processes = newProcesses;
  }

  /**
   * The options of this JVM that its workers share, wherever they are: not those that name files.
   *
   * @return each in one piece
   */
  public static List<String> inherited() {
    List<String> elsewhere = new ArrayList<>();
    for (String option : ParentOptions.get().options()) {
      if (!option.startsWith("--module-path")
          && !option.startsWith("--upgrade-module-path")
          && !option.startsWith("--patch-module")
          && !option.startsWith("--add-modules")
          && !option.startsWith("--limit-modules")
          && !option.startsWith("-Xbootclasspath")) {
        elsewhere.add(option);
      }
    }
    return elsewhere;
  }

  /**
   * Loads what the JDK needs for a program's first process.
   *
   * @throws ClassNotFoundException when this JDK has no such class
   */
  public static void prepare() throws ClassNotFoundException {
    ParentOptions.get();
    ProcessHandle.current();
    Class.forName("java.lang.ProcessImpl");
  }

  /**
   * A process, and the files that it was started with: none, as a rule.
   *
   * @param process the worker
   * @param files what can be deleted once it runs
   */
  public record Launch(Process process, List<Path> files) {
    /** Deletes the files; may be called again where it did not work the first time. */
    public void forgetFiles() {
      files.forEach(LaunchFile::delete);
    }
  }

  /**
   * Starts a worker; on failure it leaves no files.
   *
   * @return the process
   * @throws IOException when none can be started
   */
  public Launch start() throws IOException {
    List<Path> files = new ArrayList<>();
    try {
      List<String> hidden = new ArrayList<>();
      ProcessBuilder builder = new ProcessBuilder();
      if (folder != null) {
        builder.directory(folder.file());
      }
      Map<String, String> variables = builder.environment();
      variables.keySet().removeAll(ParentOptions.VARIABLES); // they are in the command
      variables.putAll(environment);
      List<String> command = command(variables, hidden, files);
      command.add(shell ? WorkerMain.LINK_APART : WorkerMain.LINK_IS_INPUT);
      for (Path file : files) {
        command.add(file.toString()); // the worker deletes what it finds among its arguments
      }
      if (shell) {
        command.addAll(0, Shell.prefix(hidden));
      }
      builder.command(command);
      variables.putAll(Shell.environment(hidden));
      Descriptors.require();
      return new Launch(builder.start(), files);
    } catch (IOException | RuntimeException e) {
      files.forEach(LaunchFile::delete);
      throw e;
    }
  }

  /**
   * The command itself.
   *
   * @param variables its environment
   * @param hidden takes the options that the shell hands on, as nobody else is to see them
   * @param files takes those made
   */
  private List<String> command(Map<String, String> variables, List<String> hidden, List<Path> files)
      throws IOException {
    ParentOptions parent = ParentOptions.get();
    List<String> shared = new ArrayList<>(ManifestOptions.read());
    String mainModule = System.getProperty("jdk.module.main", "");
    if (!mainModule.isEmpty() && !mainModule.startsWith("jdk.")) { // jdk.compiler, jdk.jshell
      boolean signals = ModuleFinder.ofSystem().find("jdk.unsupported").isPresent();
      shared.add("--add-modules=" + mainModule + (signals ? ",jdk.unsupported" : ""));
    }
    shared = new ArrayList<>(inherited(shared));
    String classPath = classPath(files);
    for (Path jar : files) {
      shared.add("-D" + WorkerJar.PROPERTY + "=" + jar);
    }
    if (!classPath.isEmpty()) {
      shared.add("-cp");
      shared.add(classPath);
    }
    List<String> secret = new ArrayList<>();
    (parent.shown() ? shared : secret).addAll(0, inherited(parent.options()));

    List<String> command = new ArrayList<>();
    command.add(java == null ? ownJava() : java.java());
    ownOptions(command);
    List<String> all = new ArrayList<>(secret);
    List<String> argumentFiles = new ArrayList<>(); // of which java reads none inside another
    for (String option : options) {
      (option.startsWith("@") ? argumentFiles : all).add(option);
    }
    if (shell && fitsACommandLine(shared) && Shell.canHide(all, variables)) {
      command.addAll(shared);
      hidden.addAll(all);
      command.add("@" + Shell.HIDDEN);
      command.addAll(argumentFiles);
    } else {
      if (fitsACommandLine(shared) && secret.isEmpty()) {
        command.addAll(shared);
      } else {
        secret.addAll(shared);
        Path file = ArgumentText.file(secret);
        files.add(file);
        command.add("@" + file);
      }
      command.addAll(options);
    }
    Module module = WorkerMain.class.getModule();
    if (module.isNamed()) {
      command.add("-m");
      command.add(module.getName() + "/" + WorkerMain.class.getName());
    } else {
      command.add(WorkerMain.class.getName());
    }
    return command;
  }

  private List<String> inherited(List<String> parents) {
    List<String> known = java == null ? parents : java.known(parents);
    return folder == null ? known : folder.translateInherited(known);
  }

  private static String ownJava() throws IOException {
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    Path java = bin.resolve("java");
    if (!Files.exists(java) && !Files.exists(bin.resolve("java.exe"))) {
      throw new IOException(
          "this program's Java has no command to start workers with: file="
              + java
              + "; if it is an image by jlink or jpackage, make it without --strip-native-commands,"
              + " which jpackage adds unless its --jlink-options say otherwise");
    }
    return java.toString();
  }

  private void ownOptions(List<String> command) {
    // The collector is the JVM's own choice: JDK 17 starts 8 ms sooner with it than with the serial
    // one, as it has that one's objects ready. Its threads are shared out among the workers.
    int processors = Runtime.getRuntime().availableProcessors();
    int sharers = processes;
    command.add("-XX:ParallelGCThreads=" + Math.max(1, processors / sharers));
    // Nor does a worker need a monitoring file or another's memory.
    command.add("-XX:-UsePerfData");
    command.add("-Xshare:auto");
    BigDecimal share = BigDecimal.valueOf(Math.min(250_000, 750_000 / sharers), 4);
    command.add("-XX:MaxRAMPercentage=" + share);
    command.add("-XX:MinRAMPercentage=" + share);
    // And begins small: a heap is filled before it is collected, and the usual beginning, 1.56 %,
    // takes twice the memory for the same work, all of it fresh, which is slower to write to.
    command.add("-XX:InitialRAMPercentage=0.2");
    // Else a crash leaves a file in the current folder that everybody can read.
    if (!placesErrorFile()) {
      command.add("-XX:+ErrorFileToStderr");
      command.add("-XX:-DumpReplayDataOnError"); // nor another one if a compiler crashes
    }
    // After running out of memory a JVM is in no state to take another task.
    command.add("-XX:+ExitOnOutOfMemoryError");
  }

  private boolean placesErrorFile() {
    for (String option : options) {
      if (option.startsWith("-XX:ErrorFile=")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The parent's class path, each entry absolute; with the worker's own classes where it lacks
   * them.
   */
  private static String classPath(List<Path> files) throws IOException {
    List<String> entries = new ArrayList<>();
    String borrowed = System.getProperty(WorkerJar.PROPERTY, "");
    String given = System.getProperty("java.class.path", "");
    if (!given.isEmpty() || !WorkerMain.class.getModule().isNamed()) {
      for (String entry : given.split(File.pathSeparator, -1)) {
        if (borrowed.isEmpty() || !entry.equals(borrowed)) {
          entries.add(Path.of(entry).toAbsolutePath().toString());
        }
      }
    }
    if (WorkerJar.needed()) {
      Path jar = LaunchFile.make(".jar", WorkerJar.bytes());
      files.add(jar);
      entries.add(jar.toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static boolean fitsACommandLine(List<String> words) {
    long length = 0;
    for (String word : words) {
      length += word.length() + 3;
    }
    return length < LONGEST && ArgumentText.travels(words);
  }
}
