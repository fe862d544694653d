package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** slow-tests.txt, by which -DquickTests leaves tests out, names tests that exist. */
@Timeout(60)
class SlowTestsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everyLineNamesATestOfOneOfTheModules() throws Exception {
    List<Path> folders = new ArrayList<>();
    for (Path parent : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> modules = Files.list(parent)) {
        modules.map(module -> module.resolve("src/test/java")).forEach(folders::add);
      }
    }
    List<String> lines =
        Files.readAllLines(ROOT.resolve("slow-tests.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    assertThat(lines).hasSizeGreaterThan(50).doesNotHaveDuplicates();
    for (String line : lines) {
      assertThat(line).startsWith("**/").endsWith("Test.java");
      assertThat(folders)
          .as("a test of that name: " + line)
          .anyMatch(folder -> Files.exists(folder.resolve(line.substring(3))));
    }
  }
}
