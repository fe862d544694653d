package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Named pieces of source files: from a line {@code // region NAME} (in Python {@code # region
 * NAME}) to the next {@code endregion}, moved to the left. Without a name, the whole file.
 */
final class Regions {
  private Regions() {}

  static String read(Path file, String name) throws IOException {
    List<String> all = Files.readAllLines(file);
    if (name.isEmpty()) {
      return String.join("\n", all) + "\n";
    }
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    boolean found = false;
    for (String line : all) {
      String word = line.strip().replaceFirst("^(//|#) ?", "");
      if (word.equals("region " + name)) {
        inside = true;
        found = true;
      } else if (word.equals("endregion")) {
        inside = false;
      } else if (inside) {
        lines.add(line);
      }
    }
    if (!found) {
      throw new IOException("no region of that name: region=" + name + ", file=" + file);
    }
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
    int indent =
        lines.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line.isBlank() ? "" : line.substring(indent)).append('\n');
    }
    return text.toString();
  }
}
