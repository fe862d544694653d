package processpool.watch;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A terminal that knows no more than a typewriter: what it is given, and what is to be seen. */
final class Screen extends OutputStream {
  private final StringBuffer written = new StringBuffer();

  @Override
  public void write(int single) {
    written.append((char) (single & 0xFF));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    written.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
  }

  String written() {
    return written.toString();
  }

  List<String> lines() {
    return lines(written.toString());
  }

  static List<String> lines(String written) {
    List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    int column = 0;
    for (char c : written.toCharArray()) {
      StringBuilder line = lines.get(lines.size() - 1);
      switch (c) {
        case '\r' -> column = 0;
        case '\n' -> {
          lines.add(new StringBuilder());
          column = 0;
        }
        default -> {
          while (line.length() <= column) {
            line.append(' ');
          }
          line.setCharAt(column++, c);
        }
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }
}
