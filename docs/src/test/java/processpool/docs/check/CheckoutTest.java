package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The repository as other systems check it out. */
@Timeout(60)
class CheckoutTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> NOT_OURS = Set.of(".git", ".idea", "target");
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(md|java|py|xml|properties|txt|svg|css|js|html|yml)");

  /** Of Windows: what a name must not have, end in or be. */
  private static final Pattern IMPOSSIBLE =
      Pattern.compile(".*[<>:\"|?*\\\\].*|.*[. ]|(?i:con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

  @TempDir Path copy;

  /** All files of the repository, without what was built. */
  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(ROOT.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(files).hasSizeGreaterThan(500);
    return files;
  }

  /** Those that are one file where upper and lower case are the same. */
  private static List<String> clashes(List<String> names) {
    Map<String, String> seen = new TreeMap<>();
    List<String> clashes = new ArrayList<>();
    for (String name : names) {
      String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        clashes.add(other + " and " + name + " differ by case only; rename one");
      }
    }
    return clashes;
  }

  @Test
  void noTwoFilesDifferByCaseOnlyNorDoClassesMadeOfThem() throws Exception {
    assertThat(clashes(files().stream().map(Path::toString).toList())).isEmpty();
    for (String module : List.of("pool-core", "pool-cluster", "watch")) {
      Path classes = ROOT.resolve(module).resolve("target/classes");
      try (var all = Files.walk(classes)) {
        assertThat(clashes(all.map(Path::toString).toList())).isEmpty();
      }
    }
    assertThat(clashes(List.of("a/Task.java", "a/task.java"))).hasSize(1);
  }

  @Test
  void everyNameCanBeOneOnWindows() throws Exception {
    for (Path file : files()) {
      for (Path part : file) {
        assertThat(part.toString()).doesNotMatch(IMPOSSIBLE);
      }
      assertThat(file.toString()).hasSizeLessThan(150); // of 260, with where it was checked out
    }
    assertThat(List.of("a:b", "aux.java", "ends.")).allMatch(IMPOSSIBLE.asMatchPredicate());
  }

  @Test
  void allTextIsCheckedOutWithTheSameLineEnds() throws Exception {
    assertThat(Files.readString(ROOT.resolve(".gitattributes"))).contains("* text=auto eol=lf");
  }

  @Test
  void thePagesAreTrueInACopyWithWindowsLineEnds() throws Exception {
    int changed = 0;
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(ROOT.resolve(file));
      if (TEXT.matcher(file.toString()).matches()) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        bytes = text.replace("\r", "").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        changed++;
      }
      Path to = copy.resolve(file.toString());
      Files.createDirectories(to.getParent());
      Files.write(to, bytes);
    }
    assertThat(changed).isGreaterThan(500);
    Site site = new Site(copy);
    assertThat(Checks.code(site)).isEmpty();
    assertThat(Checks.commands(site)).isEmpty();
    assertThat(Checks.links(site)).isEmpty();
    assertThat(Checks.ways(site)).isEmpty();
    assertThat(Pictures.check(site)).isEmpty();
    assertThat(Twins.check(site)).isEmpty();
    for (String module : List.of("pool-core", "pool-cluster")) {
      assertThat(Messages.check(site, copy.resolve(module).resolve("src/main/java"))).isEmpty();
    }
  }
}
