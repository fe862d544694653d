package processpool.docs.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The book as files. */
@Timeout(120)
class StaticSiteTest {
  @TempDir Path folder;

  @Test
  void allIsWrittenAndARecordedRunIsARealOne() throws Exception {
    Path root = Path.of("..").toAbsolutePath().normalize();
    StaticSite site = new StaticSite(root, folder);
    site.writePages();
    Library library = new Library(root);
    for (String path : new Pages(library, false).paths()) {
      assertThat(folder.resolve(path)).isNotEmptyFile();
    }
    assertThat(folder.resolve("docs/zh/sleep-wait.html"))
        .content()
        .contains("data-mode=\"recorded\"");
    Program early =
        Program.of(root, library.page("close-join.md", Words.ENGLISH)).stream()
            .filter(program -> program.id().equals("join-too-early"))
            .findFirst()
            .orElseThrow();
    site.record(early);
    assertThat(Files.readString(folder.resolve("assets/runs/join-too-early.json")))
        .matches("\\[\\[\\d+,\".*pool is still open.*pool is closed.*exit.*\"]]");
  }
}
