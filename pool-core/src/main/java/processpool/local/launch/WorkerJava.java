package processpool.local.launch;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another JDK than this program's own, for the workers to run on. It may not know all that this
 * program's options say (docs/decisions/0012).
 */
final class WorkerJava {
  /** What the pool's classes are compiled for. */
  private static final int OLDEST = 17;

  /** From this release on a JVM refuses to start that is to have a security manager. */
  private static final int WITHOUT_SECURITY_MANAGER = 24;

  private static final int UNKNOWN = -1;

  private static final Set<String> NAMES_MODULES = Set.of("--add-modules", "--limit-modules");

  private static final Set<String> BEGINS_WITH_A_MODULE =
      Set.of("--add-opens", "--add-exports", "--add-reads");

  private static final Set<String> HANDED_ON = Set.of("--module-path", "--enable-native-access");

  private final Path home;

  private final boolean same;
  private final int feature;

  /** Those that come with it; empty when that is not known. */
  private final Set<String> modules;

  /**
   * Looks at it.
   *
   * @throws IllegalArgumentException when it cannot run workers
   */
  WorkerJava(Path given) {
    this.home = given.toAbsolutePath();
    if (command() == null) {
      throw new IllegalArgumentException(lacksJava());
    }
    String version = released("JAVA_VERSION");
    this.feature = feature(version);
    if (feature != UNKNOWN && feature < OLDEST) {
      throw new IllegalArgumentException(
          "workers need Java 17 or newer: javaHome=" + given + ", which is " + version);
    }
    this.same = feature == Runtime.version().feature();
    this.modules = new HashSet<>(List.of(released("MODULES").split(" ", -1)));
  }

  private String lacksJava() {
    return "no JDK for the workers, as it has no bin/java: javaHome=" + home;
  }

  /** Its {@code java}; null when it has none. */
  private @Nullable Path command() {
    for (String name : List.of("java", "java.exe")) {
      Path command = home.resolve("bin").resolve(name);
      if (Files.isRegularFile(command)) {
        return command;
      }
    }
    return null;
  }

  /** The same, for a start. */
  String java() throws IOException {
    Path command = command();
    if (command == null) {
      throw new IOException(lacksJava()); // any more
    }
    return command.toString();
  }

  /** What the file {@code release} says; empty when it does not. */
  private String released(String key) {
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith(key + "=")) {
          return line.substring(key.length() + 1).replace("\"", "").strip();
        }
      }
    } catch (IOException | RuntimeException noneThere) {
      // Then the first start will tell.
    }
    return "";
  }

  /** 8 of 1.8.0_392, 25 of 25.0.3. */
  static int feature(String version) {
    String[] numbers = version.split("[^0-9]+", 3);
    try {
      int first = Integer.parseInt(numbers[0]);
      return first == 1 && numbers.length > 1 ? Integer.parseInt(numbers[1]) : first;
    } catch (NumberFormatException unknown) {
      return UNKNOWN;
    }
  }

  /** Those of this program's options that it can be given: an unknown one ends a JVM at once. */
  List<String> known(List<String> inherited) {
    if (same) {
      return inherited;
    }
    List<String> known = new ArrayList<>();
    for (String option : inherited) {
      String said = known(option);
      if (said != null) {
        known.add(said);
      }
    }
    return known;
  }

  private @Nullable String known(String option) {
    if (option.startsWith("-Djava.security.manager")) {
      return feature >= WITHOUT_SECURITY_MANAGER || feature == UNKNOWN ? null : option;
    }
    if (!option.startsWith("--")) {
      return option;
    }
    int at = option.indexOf('=');
    String name = at < 0 ? option : option.substring(0, at);
    String value = option.substring(at + 1);
    if (NAMES_MODULES.contains(name)) {
      List<String> names = new ArrayList<>(List.of(value.split(",", -1)));
      names.removeIf(this::lacks);
      return names.isEmpty() ? null : name + "=" + String.join(",", names);
    }
    String module = value.split("[/=]", 2)[0];
    if (name.equals("--patch-module")) {
      return comesWithThisJava(module) ? null : option;
    }
    if (BEGINS_WITH_A_MODULE.contains(name)) {
      return lacks(module) ? null : option;
    }
    return HANDED_ON.contains(name) ? option : null;
  }

  private boolean lacks(String module) {
    return modules.size() > 1 && comesWithThisJava(module) && !modules.contains(module);
  }

  private static boolean comesWithThisJava(String module) {
    return ModuleFinder.ofSystem().find(module).isPresent();
  }
}
