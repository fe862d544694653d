package processpool.docs;

import java.nio.file.Path;
import processpool.docs.check.Writer;

/**
 * Says of every Chinese section that it reflects the English one as it is now. Run it after you
 * have translated what the build named, not instead.
 */
public class StampTranslations {
  public static void main(String[] args) throws Exception {
    Writer.stamp(Path.of(""));
  }
}
