package processpool.docs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users see of the modules changes on purpose only, and says since when it is there. */
@Timeout(60)
class ApiTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;

  static Stream<Api.Module> modules() {
    return Api.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void theListingIsWhatIsThere(Api.Module module) throws Exception {
    assertThat(Api.of(ROOT, module).changes()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everythingSaysSinceWhen(Api.Module module) throws Exception {
    assertThat(Api.of(ROOT, module).sinceProblems()).isEmpty();
  }

  /** Sources of a type and three members, and what is committed of it. */
  private Api invented(String ofType, String ofMember, String... committed) throws Exception {
    String source =
        "package p; /** A type. "
            + ofType
            + " */ public class Invented { /** A member.\n * "
            + ofMember
            + "\n */ public void one(java.util.Map.Entry<String, int[]> x, @Deprecated String... y)"
            + " {} }";
    Path sources = Files.createDirectories(folder.resolve("module/src"));
    Files.writeString(sources.resolve("Invented.java"), source);
    if (committed.length > 0) {
      Files.write(folder.resolve("module/api.txt"), List.of(committed));
    }
    List<Face.Line> lines =
        List.of(
            new Face.Line("p.Invented", "", "class p.Invented"),
            new Face.Line("p.Invented", "one(Entry,String[])", "void one(Entry, String...)"));
    return new Api(folder.resolve("module"), "module", lines, Sinces.read(sources), "0.3");
  }

  @Test
  void aTypeWithoutOneIsNamed() throws Exception {
    assertThat(invented("", "").sinceProblems())
        .containsExactly("p.Invented has no @since; say @since 0.3");
  }

  @Test
  void aNewMemberOfAnOldTypeIsToldWhatToSay() throws Exception {
    String[] before = {"0.1 class p.Invented"};
    assertThat(invented("\n * @since 0.1\n", "", before).sinceProblems())
        .containsExactly(
            "p.Invented: void one(Entry, String...) is new; say @since 0.3 in its Javadoc");
    assertThat(invented("\n * @since 0.1\n", "@since 0.3", before).sinceProblems()).isEmpty();
    assertThat(invented("\n * @since 0.1\n", "@since 0.4", before).sinceProblems())
        .singleElement()
        .asString()
        .contains("says @since 0.4, and this is 0.3");
  }

  @Test
  void whatIsGoneAndWhatIsNewIsSaidWithTheCommandThatMeansIt() throws Exception {
    Api api =
        invented(
            "\n * @since 0.1\n",
            "@since 0.3",
            "# What users of this module see, and since when. Made by WriteApi:"
                + " docs/en/versions.md",
            "",
            "0.1 class p.Invented",
            "0.1   void two()");
    assertThat(api.changes())
        .containsExactly(
            "module/api.txt: gone, which may break users: 0.1   void two()",
            "module/api.txt: new: 0.3   void one(Entry, String...)",
            "if that is meant, run " + Api.COMMAND + " and commit the file");
  }

  @Test
  void theListingNamesMethodsWithAllThatCallersRelyOn() throws Exception {
    assertThat(Api.of(ROOT, Api.ALL.get(0)).text())
        .contains(
            "\n0.1 final class processpool.AsyncResult<R> implements java.util.concurrent.Future<R>\n",
            "Builder jvmOptions(String...)\n",
            "boolean await(java.time.Duration) throws InterruptedException\n")
        .doesNotContain("$", "toString()", "processpool.schedule.Scheduler ");
  }
}
