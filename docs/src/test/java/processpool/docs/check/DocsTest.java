package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** What the pages say is true. Each problem is one sentence that says what to mend. */
@Timeout(60)
class DocsTest {
  private final Site site = new Site(Path.of("..").toAbsolutePath().normalize());

  private static void assertNone(List<String> problems) {
    assertThat(problems).as("problems of the pages").isEmpty();
  }

  @Test
  void codeIsThatOfCompiledAndTestedFiles() throws Exception {
    assertNone(Checks.code(site));
  }

  @Test
  void commandsNameWhatExistsAndWorkInEveryShell() throws Exception {
    assertNone(Checks.commands(site));
  }

  @Test
  void linksLeadSomewhere() throws Exception {
    assertNone(Checks.links(site));
  }

  @Test
  void everyPageLeadsToItsTwinItsNeighboursItsCodeAndItsTest() throws Exception {
    assertNone(Checks.ways(site));
  }

  @Test
  void picturesShowTheirColoursEverywhereAndATitleInOneLanguage() throws Exception {
    assertNone(Pictures.check(site));
  }

  @Test
  void bothLanguagesSayTheSame() throws Exception {
    assertNone(Twins.check(site));
  }

  @Test
  void bothLanguagesAskForTheSameFacts() throws Exception {
    for (String name : Site.ORDER) {
      assertThat(Facts.of(site, site.chinese(name)).stream().map(Facts.Fact::claim))
          .as(name)
          .containsExactlyElementsOf(
              Facts.of(site, site.english(name)).stream().map(Facts.Fact::claim).toList());
    }
  }

  /** But for the last page, where one looks up what one has seen. */
  @Test
  void everyPageAsksBeforeItShows() throws Exception {
    for (String name : Site.ORDER.subList(0, Site.ORDER.size() - 1)) {
      for (Path page : List.of(site.english(name), site.chinese(name))) {
        assertThat(Files.readString(page).split("<details><summary>", -1))
            .as(page.toString())
            .hasSizeBetween(3, 5);
      }
    }
  }

  @Test
  void everyMethodAndEveryOptionIsOnTheMethodsPage() throws Exception {
    for (Path page : List.of(site.english("pool-methods.md"), site.chinese("pool-methods.md"))) {
      String text = Files.readString(page);
      for (Class<?> type :
          List.of(ProcessPool.class, ProcessPool.Builder.class, AsyncResult.class)) {
        for (Method method : type.getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
            assertThat(text)
                .as(page + ": " + method)
                .containsPattern("\\b" + method.getName() + "\\b");
          }
        }
      }
    }
  }

  @Test
  void everyExceptionMessageIsExplained() throws Exception {
    assertNone(Messages.check(site, site.root.resolve("pool-core/src/main/java")));
  }

  @Test
  void everyExceptionMessageOfTheClusterIsExplained() throws Exception {
    assertNone(Messages.check(site, site.root.resolve("pool-cluster/src/main/java")));
  }

  @Test
  void pythonIsHereSoThatItsProgramsAreRun() {
    assumeTrue(
        Scenario.findPython().isPresent(),
        "python3 was not found: the Python programs are not run");
  }
}
