package processpool.local.launch;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * For workers with a directory of their own: files that a JVM's options name to be read are where
 * the parent would find them. What options name to be written, as logs and dumps, is written where
 * the worker works; and what a {@code -D} of a program's own means is the program's business.
 */
final class ParentPaths {
  /** Behind each of these is a path, perhaps with {@code =…} behind it. */
  private static final List<String> AGENTS = List.of("-javaagent:", "-agentpath:");

  /** Behind each of these are paths. */
  private static final List<String> PATHS =
      List.of(
          "@",
          "-Xbootclasspath/a:",
          "--class-path=",
          "--module-path=",
          "--upgrade-module-path=",
          "-XX:Flags=",
          "-XX:VMOptionsFile=",
          "-XX:SharedArchiveFile=",
          "-XX:AOTCache=",
          "-Djava.io.tmpdir=",
          "-Djava.library.path=",
          "-Djava.util.logging.config.file=",
          "-Djavax.net.ssl.keyStore=",
          "-Djavax.net.ssl.trustStore=");

  /** The next word is paths. */
  private static final Set<String> BEFORE_PATHS =
      Set.of("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path");

  private static final String PATCH = "--patch-module";

  private ParentPaths() {}

  /** The same options, with such paths made absolute. */
  static List<String> in(List<String> options) {
    List<String> absolute = new ArrayList<>();
    String before = "";
    for (String option : options) {
      absolute.add(BEFORE_PATHS.contains(before) ? paths(option) : in(before, option));
      before = option;
    }
    return absolute;
  }

  private static String in(String before, String option) {
    if (before.equals(PATCH)) {
      return patch(option, 0);
    }
    if (option.startsWith(PATCH + "=")) {
      return patch(option, PATCH.length() + 1);
    }
    for (String agent : AGENTS) {
      if (option.startsWith(agent)) {
        int end = option.indexOf('=');
        end = end < 0 ? option.length() : end;
        return agent + path(option.substring(agent.length(), end)) + option.substring(end);
      }
    }
    for (String prefix : PATHS) {
      if (option.startsWith(prefix)) {
        return prefix + paths(option.substring(prefix.length()));
      }
    }
    return option;
  }

  /** {@code module=paths}. */
  private static String patch(String option, int from) {
    int at = option.indexOf('=', from) + 1;
    return option.substring(0, at) + paths(option.substring(at));
  }

  private static String paths(String list) {
    List<String> absolute = new ArrayList<>();
    for (String path : list.split(File.pathSeparator, -1)) {
      absolute.add(path(path));
    }
    return String.join(File.pathSeparator, absolute);
  }

  private static String path(String path) {
    try {
      return path.isEmpty() ? path : Path.of(path).toAbsolutePath().toString();
    } catch (InvalidPathException whateverItIs) {
      return path;
    }
  }
}
