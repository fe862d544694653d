package processpool.local.launch;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/** Words as {@code java} reads them from an argument file: where a command line would not do. */
final class ArgumentText {
  private ArgumentText() {}

  static String of(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      String escaped =
          word.replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("\n", "\\n")
              .replace("\r", "\\r");
      text.append('"').append(escaped).append("\"\n");
    }
    return text.toString();
  }

  /** Makes such a file. */
  static Path file(List<String> words) throws IOException {
    // What the locale cannot say is left out: the parent got no more of it either.
    return LaunchFile.make(".args", of(words).getBytes(systemCharset()));
  }

  /** Whether words reach another process unchanged without such a file. */
  static boolean travels(List<String> words) {
    return Charset.defaultCharset().equals(systemCharset()) || isAscii(words);
  }

  /** JDK 17 passes arguments on in the default charset, but reads them in the system's. */
  private static Charset systemCharset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  private static boolean isAscii(List<String> words) {
    return words.stream().allMatch(word -> word.chars().allMatch(c -> c < 128));
  }
}
