package processpool.learn;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows where the classes are that answers use, for those who write without an IDE. */
final class MissingImport {
  private static final Pattern SYMBOL = Pattern.compile("symbol: +(?:class|variable) (\\w+)");
  private static final List<String> PACKAGES =
      List.of(
          "processpool",
          "java.util",
          "java.util.concurrent",
          "java.util.stream",
          "java.time",
          "java.nio.file",
          "java.io");

  private MissingImport() {}

  /** The line to add, or an empty text when the compiler misses something else. */
  static String of(String compilerMessage) {
    Matcher symbol = SYMBOL.matcher(compilerMessage);
    if (symbol.find()) {
      for (String room : PACKAGES) {
        String name = room + "." + symbol.group(1);
        if (exists(name)) {
          return "import " + name + ";";
        }
      }
    }
    return "";
  }

  private static boolean exists(String name) {
    try {
      Class.forName(name, false, MissingImport.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // LinkageError: a file system that takes "files" for "Files"
    }
  }
}
