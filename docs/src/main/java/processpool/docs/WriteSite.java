package processpool.docs;

import java.nio.file.Path;
import processpool.docs.book.StaticSite;

/** Writes the book as files for a web server, with recorded runs, to the folder {@code -Dsite}. */
public class WriteSite {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(System.getProperty("site", "docs/target/site")).toAbsolutePath();
    StaticSite site = new StaticSite(Path.of(""), folder);
    site.writePages();
    site.recordRuns();
    System.out.println("written: " + folder.resolve("index.html"));
  }
}
