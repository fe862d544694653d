package processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The project that README shows to those who want to use the pool in one of their own. */
@Timeout(60)
class UseItTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path classes;

  private static Document parse(String file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(ROOT.resolve(file).toFile());
  }

  /** What an element holds directly; the first one of that name when there are several. */
  private static String text(Element in, String name) {
    for (var child = in.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child.getNodeName().equals(name)) {
        return child.getTextContent();
      }
    }
    throw new AssertionError(in.getNodeName() + " has no " + name);
  }

  /** Versions of what has an artifactId, such as plugins and dependencies. */
  private static String version(Document pom, String artifact) {
    NodeList names = pom.getElementsByTagName("artifactId");
    for (int i = 0; i < names.getLength(); i++) {
      if (names.item(i).getTextContent().equals(artifact)
          && names.item(i).getParentNode() instanceof Element owner
          && owner.getElementsByTagName("version").getLength() > 0) {
        return text(owner, "version");
      }
    }
    throw new AssertionError("no version: artifactId=" + artifact);
  }

  @Test
  void itsVersionsAreThoseOfThisBuild() throws Exception {
    Document own = parse("docs/use-it/pom.xml");
    Document build = parse("pom.xml");
    assertThat(version(own, "pool-core")).isEqualTo(text(build.getDocumentElement(), "version"));
    for (String plugin : List.of("maven-compiler-plugin", "exec-maven-plugin")) {
      assertThat(version(own, plugin)).as(plugin).isEqualTo(version(build, plugin));
    }
    assertThat(own.getElementsByTagName("maven.compiler.release").item(0).getTextContent())
        .isEqualTo(build.getElementsByTagName("maven.compiler.release").item(0).getTextContent());
  }

  @Test
  void itsProgramCompilesAndPrintsWhatReadmeSays() throws Exception {
    String source = ROOT.resolve("docs/use-it/src/main/java/demo/Main.java").toString();
    String path = System.getProperty("java.class.path");
    List<String> options =
        List.of("-proc:none", "-classpath", path, "-d", classes.toString(), source);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, options.toArray(new String[0])))
        .isZero();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-classpath");
    command.add(classes + java.io.File.pathSeparator + path);
    Element exec = parse("docs/use-it/pom.xml").getDocumentElement();
    NodeList arguments = exec.getElementsByTagName("argument");
    command.add(arguments.item(arguments.getLength() - 1).getTextContent());
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = program.inputReader()) {
      List<String> printed = lines.lines().toList();
      assertThat(printed).hasSize(1);
      for (String readme : List.of("README.md", "README.zh-CN.md")) {
        assertThat(Files.readString(ROOT.resolve(readme))).contains("`" + printed.get(0) + "`");
      }
    }
  }

  @Test
  void itsMirrorIsForTheReaderToName() throws Exception {
    Document settings = parse("docs/use-it/settings.xml");
    assertThat(settings.getElementsByTagName("url").item(0).getTextContent())
        .isEqualTo("PUT-THE-ADDRESS-OF-YOUR-MIRROR-HERE");
  }
}
