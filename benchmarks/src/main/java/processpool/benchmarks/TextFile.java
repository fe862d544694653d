package processpool.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A text of 30,000 different words in lines of ten, each time the same. */
record TextFile(Path path) implements AutoCloseable {
  private static final int WORDS = 30_000;

  static TextFile write(long bytes) throws IOException {
    Random random = new Random(1);
    byte[][] words = new byte[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      words[i] = Integer.toString(1_000_000 + i * 71, 36).getBytes(StandardCharsets.UTF_8);
    }
    Path path = Files.createTempFile("words-", ".txt");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
      long written = 0;
      for (int i = 1; written < bytes; i++) {
        byte[] word = words[random.nextInt(WORDS)];
        out.write(word);
        out.write(i % 10 == 0 ? '\n' : ' ');
        written += word.length + 1;
      }
    }
    return new TextFile(path);
  }

  /** Without spaces, which orders are parted by. */
  String encodedPath() {
    return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
