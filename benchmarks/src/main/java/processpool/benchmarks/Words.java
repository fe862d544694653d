package processpool.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts words. {@code contender.py} does the same. */
final class Words {
  private Words() {}

  /** Those of one of so many parts of a file; a word that the part's ends cut is two. */
  static Map<String, Integer> count(Path file, int part, int parts) throws IOException {
    long size = Files.size(file);
    long from = size * part / parts;
    long to = size * (part + 1) / parts;
    byte[] bytes = new byte[(int) (to - from)];
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(from);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until all is there
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    int begin = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] <= ' ') {
        if (i > begin) {
          String word = new String(bytes, begin, i - begin, StandardCharsets.UTF_8);
          counts.merge(word, 1, Integer::sum);
        }
        begin = i + 1;
      }
    }
    return counts;
  }

  /** How many different words there are. */
  static int merge(List<Map<String, Integer>> counts) {
    Map<String, Integer> all = new HashMap<>();
    for (Map<String, Integer> part : counts) {
      part.forEach((word, count) -> all.merge(word, count, Integer::sum));
    }
    return all.size();
  }
}
