package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every check, shown something true and something false. */
@Timeout(60)
class ChecksCanFailTest {
  private static final String FENCE = "```";
  private static final String CODE =
      "# Title\n\nWords.\n\n" + FENCE + "java file=A.java region=one\nint a = 1;\n" + FENCE + "\n";

  @TempDir Path root;
  private Site site;

  @BeforeEach
  void aSmallTrueSite() throws IOException {
    site = new Site(root);
    write("A.java", "class A {\n  // region one\n  int a = 1;\n  // endregion\n}\n");
    write("README.md", "[a](docs/en/a.md)");
    write("README.zh-CN.md", "[a](docs/zh/a.md)");
    write("docs/en/a.md", CODE);
    write(
        "docs/zh/a.md",
        "<a id=\"title\"></a><!-- en " + hash() + " -->\n" + CODE.replace("Words", "话"));
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void replace(String name, String what, String with) throws IOException {
    String before = Files.readString(root.resolve(name));
    assertThat(before).contains(what);
    write(name, before.replace(what, with));
  }

  private String hash() throws IOException {
    return Page.read(root.resolve("docs/en/a.md")).headings.get(0).hash();
  }

  @Test
  void theTrueSiteHasNoProblems() throws IOException {
    assertThat(Checks.code(site)).isEmpty();
    assertThat(Checks.commands(site)).isEmpty();
    assertThat(Checks.links(site)).isEmpty();
    assertThat(Twins.check(site)).isEmpty();
  }

  @Test
  void changedCodeIsFound() throws IOException {
    replace("docs/en/a.md", "int a = 1", "int a = 2");
    assertThat(Checks.code(site))
        .singleElement()
        .asString()
        .isEqualTo("docs/en/a.md:5: the code differs from A.java; run WriteDocs");
  }

  @Test
  void codeOfNoFileAndARegionThatIsGoneAreFound() throws IOException {
    replace("docs/en/a.md", "region=one", "region=two");
    replace("docs/zh/a.md", " file=A.java region=one", "");
    assertThat(Checks.code(site))
        .hasSize(2)
        .anyMatch(problem -> problem.contains("no region of that name: region=two"))
        .anyMatch(problem -> problem.contains("code without file="));
  }

  @Test
  void aBlockOfNeitherCodeNorOutputIsFound() throws IOException {
    replace("docs/en/a.md", "Words.", FENCE + "text\nmade up\n" + FENCE);
    assertThat(Checks.code(site))
        .singleElement()
        .asString()
        .contains("neither code of a file nor output");
  }

  @Test
  void commandsThatCannotWorkAreFound() throws IOException {
    replace(
        "docs/en/a.md",
        "Words.",
        FENCE
            + "\nmvn -pl nowhere -Dprogram=Nothing -Dtimeline=run.html\nrm -rf x\n"
            + "java -jar x.jar a:1,b:2\njava -jar x.jar \"a:1,b:2\"\n"
            + FENCE);
    assertThat(Checks.commands(site))
        .hasSize(5)
        .anyMatch(problem -> problem.endsWith("at its comma; put it in quotes: a:1,b:2"))
        .anyMatch(problem -> problem.endsWith("names what does not exist: nowhere"))
        .anyMatch(problem -> problem.endsWith("names what does not exist: -Dprogram=Nothing"))
        .anyMatch(problem -> problem.contains("PowerShell splits this"))
        .anyMatch(problem -> problem.endsWith("not a command that this check knows: rm -rf x"));
  }

  @Test
  void linksToNowhereAndPicturesWithoutWordsAreFound() throws IOException {
    replace(
        "docs/en/a.md",
        "Words.",
        "[x](b.md) [y](#no-such) [z](../../A.java) [w](https://example.org) ![pic](../../A.java)");
    assertThat(Checks.links(site))
        .containsExactlyInAnyOrder(
            "docs/en/a.md: a link leads nowhere: b.md",
            "docs/en/a.md: a link leads to a heading that does not exist: #no-such",
            "docs/en/a.md: a picture is not described: ../../A.java");
  }

  @Test
  void aPageThatLeadsNowhereIsFound() throws IOException {
    write("docs/en/why-pools.md", "# Why pools\n\n[code](/src/main/A.java)\n");
    assertThat(Checks.ways(site))
        .contains(
            "docs/en/why-pools.md: does not lead to ../zh/why-pools.md",
            "docs/en/why-pools.md: does not lead to sleep-wait.md",
            "docs/en/why-pools.md: leads to nothing under /src/test/",
            "docs/zh/why-pools.md: the page is missing");
  }

  @Test
  void aPictureWithoutPlainColoursOrWithTwoTitlesIsFound() throws IOException {
    write(
        "docs/pictures/source/x.svg",
        "<title id=\"what\" lang=\"en\">Run 运行</title><style>a { fill: var(--ink); }"
            + " b { stroke: #ffffff; stroke: var(--paper); }</style>");
    assertThat(Pictures.check(site))
        .containsExactly(
            "docs/pictures/source/x.svg: no plain colour before fill: var(…)",
            "docs/pictures/source/x.svg: needs a <title id=\"what\" lang=\"en\">, and below it a <desc"
                + " lang=\"zh-CN\">");
  }

  @Test
  void aPictureThatIsNotThereInBothLanguagesIsFound() throws IOException {
    String both = "<title id=\"what\" lang=\"en\">%s</title>\n<desc lang=\"zh-CN\">运行</desc>%s";
    write("docs/pictures/source/x.svg", both.formatted("Run 运行", "<text x=\"1\">运行</text>"));
    assertThat(Pictures.check(site))
        .containsExactly(
            "docs/pictures/source/x.svg: Chinese in the English title: Run 运行",
            "docs/pictures/source/x.svg: Chinese without its English before it: <text x=\"1\">运行</text>",
            "docs/pictures/x.svg: is not what docs/pictures/source/x.svg says; run StampTranslations",
            "docs/pictures/zh/x.svg: is not what docs/pictures/source/x.svg says; run StampTranslations");
    write("docs/pictures/source/x.svg", both.formatted("Run", "<text>worker 工作进程</text>"));
    Pictures.write(site);
    assertThat(Pictures.check(site)).isEmpty();
    assertThat(Files.readString(root.resolve("docs/pictures/x.svg")))
        .isEqualTo(both.formatted("Run", "<text>worker</text>"));
    assertThat(Files.readString(root.resolve("docs/pictures/zh/x.svg")))
        .isEqualTo(
            "<title id=\"what\" lang=\"zh-CN\">运行</title>\n<desc lang=\"en\">Run</desc>"
                + "<text>工作进程</text>");
  }

  @Test
  void aMissingTwinIsFound() throws IOException {
    Files.delete(root.resolve("docs/zh/a.md"));
    assertThat(Twins.check(site)).containsExactly("docs/en/a.md has no Chinese twin: docs/zh/a.md");
  }

  @Test
  void driftIsFoundAndTheSectionNamed() throws IOException {
    replace("docs/en/a.md", "Words.", "Other words.");
    assertThat(Twins.check(site))
        .containsExactly(
            "docs/zh/a.md: section \"Title\" (Title): the English section has changed since it was"
                + " translated; bring it up to date and put <!-- en "
                + hash()
                + " --> above its heading");
  }

  @Test
  void aLinkThatIsMissingInTheTranslationIsFound() throws IOException {
    replace("README.md", "[a](docs/en/a.md)", "[a](docs/en/a.md) [code](A.java)");
    assertThat(Twins.check(site))
        .containsExactly("README.zh-CN.md: lacks links that the English page has: [A.java]");
  }

  @Test
  void whatAProgramWritesIntoBothLanguagesIsNoDrift() throws IOException {
    String between = "\n<!-- recorded table: begin -->\n%s\n<!-- recorded table: end -->\n";
    replace("docs/en/a.md", "Words.", "Words." + between.formatted("1"));
    String stamp = hash();
    replace("docs/en/a.md", "\n1\n", "\n2\n");
    assertThat(hash()).isEqualTo(stamp);
    replace("docs/en/a.md", "end -->\n", "end -->\nMore words.\n");
    assertThat(hash()).isNotEqualTo(stamp);
  }

  @Test
  void anotherLevelAnotherAnchorOtherCodeAndOtherPicturesAreFound() throws IOException {
    replace("docs/zh/a.md", "# Title", "## Title");
    replace("docs/zh/a.md", "id=\"title\"", "id=\"other\"");
    replace("docs/zh/a.md", "int a = 1", "int a = 2");
    replace("docs/zh/a.md", "话", "![三行三列的图](x.svg)");
    assertThat(Twins.check(site))
        .hasSize(4)
        .anyMatch(problem -> problem.contains("its heading is of level 2"))
        .anyMatch(problem -> problem.contains("put <a id=\"title\"></a> above"))
        .anyMatch(problem -> problem.contains("blocks are not those of the English page"))
        .anyMatch(problem -> problem.contains("its pictures are not those"));
  }

  @Test
  void aHeadingTooManyIsFound() throws IOException {
    replace("docs/en/a.md", "Words.", "Words.\n\n## More");
    assertThat(Twins.check(site))
        .containsExactly("docs/zh/a.md: has 1 headings, the English page 2");
  }

  @Test
  void anUnexplainedMessageIsFoundInAllItsForms() throws IOException {
    write(
        "src/B.java",
        """
        class BException extends RuntimeException {
          BException(int pid) {
            super("it died: pid=" + pid + (pid > 0 ? " alone" : "") + "; help it");
          }
          void a(String name) {
            String message = "first " + name;
            throw new IllegalStateException(message);
          }
        }
        """);
    write("docs/en/troubleshooting.md", "`it died: pid=…; help\nit` and `first …`");
    write("docs/zh/troubleshooting.md", "`it died: pid=…; help it`,first");
    assertThat(Messages.check(site, root.resolve("src")))
        .containsExactly(
            "docs/zh/troubleshooting.md: does not explain the message of B.java: first …");
  }

  @Test
  void sourcesWithoutAnyMessageAreNotTakenForExplained() throws IOException {
    write("src/C.java", "class C {}");
    assertThat(Messages.check(site, root.resolve("src")))
        .singleElement()
        .asString()
        .startsWith("no exception");
  }

  @Test
  void anotherOutputIsFoundAndPidsAndTimesAreNot() throws IOException {
    write("docs/en/a.md", FENCE + "text output=x\ncount=0, pid=11\ntook 1.20 s\n" + FENCE + "\n");
    write("docs/zh/a.md", "");
    Scenario scenario = new Scenario("x", "X", List.of(), false, "");
    assertThat(Outputs.compare(site, scenario, "count=0, pid=2222\ntook 13.5 s\n")).isEmpty();
    assertThat(Outputs.compare(site, scenario, "count=1, pid=2222\ntook 13.5 s\n")).hasSize(1);
    assertThat(Outputs.compare(site, scenario, "took 13.5 s\ncount=0, pid=2222\n")).hasSize(1);
    Scenario sideBySide = new Scenario("x", "X", List.of(), true, "");
    assertThat(Outputs.compare(site, sideBySide, "took 13.5 s\ncount=0, pid=2222\n")).isEmpty();
  }

  @Test
  void aPythonProgramThatPrintsSomethingElseIsFound() {
    Scenario python = new Scenario("x-python", "x.py", List.of(), true, "");
    Scenario java = new Scenario("x", "X", List.of(), true, "");
    assertThat(Outputs.python(python, "b pid=1\na\n", java, "a\nb pid=2\n")).isEmpty();
    assertThat(Outputs.python(python, "a\n", java, "a\nb pid=2\n")).hasSize(1);
    assertThat(Outputs.python(python, "a\na\nb pid=1\n", java, "a\nb pid=2\n")).hasSize(1);
  }

  @Test
  void anAnswerThatIsNotSoIsFound() throws Exception {
    String output = "b 2\nb 1, pid=7\nelapsed: 3.20 s\n";
    for (String claim :
        List.of("lines=2", "pids=2", "has=c", "ordered=b ", "seconds<3", "seconds>=4", "x=1")) {
      assertThat(Facts.problem(new Facts.Fact("a.md", "x", claim), output)).as(claim).isPresent();
    }
    for (String claim : List.of("lines=3", "lines<4", "pids=1", "has=elapsed", "seconds>=3")) {
      assertThat(Facts.problem(new Facts.Fact("a.md", "x", claim), output)).as(claim).isEmpty();
    }
    assertThat(Facts.problem(new Facts.Fact("a.md", "x", "lines=0"), "(nothing)\n")).isEmpty();
    replace("docs/en/a.md", "Words.", "<!-- fact x lines=2 -->\nTwo.");
    assertThat(Facts.of(site, root.resolve("docs/en/a.md")))
        .containsExactly(new Facts.Fact("docs/en/a.md", "x", "lines=2"));
  }

  @Test
  void aProgramThatFailsIsNoOutput() {
    Scenario failing = new Scenario("x", "no.such.Program", List.of(), false, "");
    assertThatThrownBy(() -> failing.run(root)).hasMessageContaining("it failed: scenario=x");
  }

  @Test
  void slugsAreThoseOfTheForge() {
    assertThat(Page.slug("What's `main`, then?")).isEqualTo("whats-main-then");
    assertThat(Page.slug("进程池 是什么?")).isEqualTo("进程池-是什么");
  }
}
