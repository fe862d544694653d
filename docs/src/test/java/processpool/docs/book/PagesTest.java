package processpool.docs.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import processpool.docs.check.Scenario;

/** Every page of the book, without a browser: whole, and leading nowhere but to what there is. */
@Timeout(120)
class PagesTest {
  private static final Map<String, Document> DOCUMENTS = new HashMap<>();
  private static final Map<Document, Set<String>> ANCHORS = new HashMap<>();
  private static Library library;
  private static Pages pages;

  @BeforeAll
  static void readAll() throws Exception {
    library = new Library(Path.of(".."));
    pages = new Pages(library, true);
    for (String path : pages.paths()) {
      if (path.endsWith(".html")) {
        String html = text(path);
        assertThat(html).startsWith("<!DOCTYPE html>");
        // It is XML as well, which finds what is not closed or not quoted.
        var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setErrorHandler(null);
        DOCUMENTS.put(path, parser.parse(new InputSource(new StringReader(html))));
      }
    }
  }

  private static String text(String path) throws Exception {
    return new String(pages.find(path).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  private static List<Element> elements(Document document, String tag) {
    List<Element> all = new ArrayList<>();
    NodeList found = document.getElementsByTagName(tag);
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  private static Set<String> anchors(Document document) {
    return ANCHORS.computeIfAbsent(document, PagesTest::findAnchors);
  }

  private static Set<String> findAnchors(Document document) {
    Set<String> anchors = new TreeSet<>();
    for (Element any : elements(document, "*")) {
      if (any.hasAttribute("id")) {
        assertThat(anchors.add(any.getAttribute("id"))).as(any.getAttribute("id")).isTrue();
      }
    }
    return anchors;
  }

  @Test
  void everyLinkAndEveryFileOfAPageIsInTheBook() {
    List<String> nowhere = new ArrayList<>();
    DOCUMENTS.forEach(
        (path, document) -> {
          for (Element any : elements(document, "*")) {
            String to =
                any.hasAttribute("src") ? any.getAttribute("src") : any.getAttribute("href");
            boolean loads = !any.getTagName().equals("a");
            if (to.contains("://") && !loads || to.isEmpty()) {
              continue;
            }
            URI target = URI.create(path).resolve(to.startsWith("#") ? path + to : to);
            String file = target.isAbsolute() ? "" : target.getPath();
            if (to.startsWith("#")) {
              file = path;
            }
            boolean there = pages.paths().contains(file);
            String fragment = target.getFragment();
            if (there && fragment != null && DOCUMENTS.containsKey(file)) {
              there = anchors(DOCUMENTS.get(file)).contains(fragment);
            }
            if (!there) {
              nowhere.add(path + ": " + to);
            }
          }
        });
    assertThat(nowhere).isEmpty();
    assertThat(DOCUMENTS).hasSizeGreaterThan(60);
  }

  @Test
  void twinsHaveTheSameAnchorsSoThatTheSwitchStaysAtTheSection() {
    for (String name : Library.ORDER) {
      String page = name.replace(".md", ".html");
      assertThat(anchors(DOCUMENTS.get("docs/zh/" + page)))
          .as(page)
          .isEqualTo(anchors(DOCUMENTS.get("docs/en/" + page)));
    }
  }

  @Test
  void theSearchKnowsEverySectionOfBothLanguages() throws Exception {
    String search = text("assets/search.json");
    for (String name : Library.ORDER) {
      for (String language : List.of("en", "zh")) {
        String path = "docs/" + language + "/" + name.replace(".md", ".html");
        for (Element heading : elements(DOCUMENTS.get(path), "h2")) {
          String anchor = heading.getAttribute("id");
          if (!anchor.isEmpty() && !anchor.equals("stage-title")) {
            assertThat(search).contains("\"" + path + "#" + anchor + "\"");
          }
        }
      }
    }
    assertThat(search).contains("进程").doesNotContain("<!--", "<details");
  }

  @Test
  void aChineseSentenceHasNoSpaceWhereALineOfItsFileEnds() throws Exception {
    Pattern space = Pattern.compile("\\p{IsHan}\\n\\p{IsHan}|[，。；：、）]\\n|\\n（");
    List<String> spaces = new ArrayList<>();
    DOCUMENTS.forEach(
        (path, document) -> {
          for (String tag : List.of("p", "li")) {
            for (Element any : elements(document, tag)) {
              boolean whole = any.getElementsByTagName("p").getLength() == 0;
              if (whole && space.matcher(any.getTextContent().strip()).find()) {
                spaces.add(path + ": " + any.getTextContent());
              }
            }
          }
        });
    assertThat(spaces).isEmpty();
    // Two lines of its file, found as what a reader would type.
    assertThat(text("assets/search.json")).contains("随后出现一条新的泳道。另外两个按钮");
  }

  @Test
  void codeInATableBreaksWhereJavaDoes() throws Exception {
    assertThat(text("docs/zh/sleep-wait.html"))
        .contains("<code>ProcessHandle.<wbr/>current().<wbr/>pid()</code>")
        .contains("<code>runAsync(<wbr/>SleepWait<wbr/>::serve, i)</code>");
  }

  private static List<String> programs(String name, Words words) throws Exception {
    return Program.of(library.root, library.page(name, words)).stream().map(Program::id).toList();
  }

  @Test
  void aPageHasTheProgramsThatItShowsAndBothLanguagesTheSame() throws Exception {
    assertThat(programs("sleep-wait.md", Words.ENGLISH))
        .containsExactly("sleep-wait", "no-sleep", "short-sleep");
    assertThat(programs("close-join.md", Words.ENGLISH))
        .containsExactly("close-join", "size-1", "size-9", "join-too-early");
    assertThat(programs("get-results.md", Words.ENGLISH))
        .containsExactly("get-results", "throws", "kill");
    List<String> all = new ArrayList<>();
    for (String name : Library.ORDER) {
      assertThat(programs(name, Words.CHINESE)).isEqualTo(programs(name, Words.ENGLISH));
      all.addAll(programs(name, Words.ENGLISH));
    }
    assertThat(all).hasSizeGreaterThan(15);
    assertThat(all).allMatch(id -> !Scenario.of(id).orElseThrow().python());
    List<Program> chinese = Program.of(library.root, library.page("sleep-wait.md", Words.CHINESE));
    assertThat(chinese.get(1).title()).isEqualTo("完全不睡");
  }

  @Test
  void theFirstPagesAskBeforeTheyShow() {
    for (String name : Library.ORDER.subList(0, 4)) {
      for (String language : List.of("en", "zh")) {
        String path = "docs/" + language + "/" + name.replace(".md", ".html");
        long questions =
            elements(DOCUMENTS.get(path), "details").stream()
                .filter(one -> one.getAttribute("class").equals("question"))
                .filter(one -> !one.getAttribute("data-program").isEmpty())
                .count();
        assertThat(questions).as(path).isGreaterThanOrEqualTo(2);
      }
    }
  }

  @Test
  void whatIsToBeReadWholeIsBrokenWhereAReaderWouldBreakIt() throws Exception {
    assertThat(text("docs/en/watch.html"))
        .as("a command, between its words")
        .contains("<span>-am</span> <span>&quot;-Dlive=true&quot;</span>");
    assertThat(text("docs/en/pool-methods.html"))
        .as("a name, at its dots")
        .contains("<code>Executors.<wbr/>newFixedThreadPool(3)</code>");
    assertThat(text("docs/en/get-results.html"))
        .as("a message that was printed")
        .containsPattern("\n<span>task failed in worker pid=[^<]*</span>\n");
    assertThat(text("docs/en/why-pools.html"))
        .as("a table that was printed")
        .containsPattern("\ntasks   a new process each   a pool of 3\n|<code>tasks   a new ");
  }

  @Test
  void theExercisesAreOnThePagesOfTheirExamples() {
    for (String language : List.of("en", "zh")) {
      for (String page : List.of("sleep-wait", "close-join", "get-results")) {
        long exercises =
            elements(DOCUMENTS.get("docs/" + language + "/" + page + ".html"), "details").stream()
                .filter(one -> one.getAttribute("class").equals("exercise"))
                .count();
        assertThat(exercises).as(page).isGreaterThanOrEqualTo(6);
      }
    }
  }

  @Test
  void nothingIsWrittenIntoAPageThatItsPolicyWouldStop() {
    DOCUMENTS.forEach(
        (path, document) -> {
          for (Element any : elements(document, "*")) {
            assertThat(any.hasAttribute("style")).as(path).isFalse();
            assertThat(any.getTagName()).isNotEqualTo("style");
            boolean inline = any.getTagName().equals("script") && !any.hasAttribute("src");
            assertThat(!inline || any.getAttribute("type").equals("application/json")).isTrue();
          }
        });
  }

  @Test
  void bothLanguagesHaveAllWordsAndTheFilesAreNoOthersThanThoseThatPagesLeadTo() throws Exception {
    assertThat(Words.CHINESE.json().split("\":\""))
        .hasSameSizeAs(Words.ENGLISH.json().split("\":\""));
    assertThat(pages.find("pom.xml.html")).isEmpty();
    assertThat(pages.find("../pom.xml")).isEmpty();
    assertThat(pages.find("docs/en/../../pom.xml")).isEmpty();
    assertThat(pages.find("assets/../words_en.properties")).isEmpty();
  }
}
