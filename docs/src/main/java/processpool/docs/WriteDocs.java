package processpool.docs;

import java.nio.file.Path;
import processpool.docs.check.Writer;

/** Brings code, output and pictures in the pages up to date, from real runs. */
public class WriteDocs {
  public static void main(String[] args) throws Exception {
    Writer.write(Path.of(""));
  }
}
