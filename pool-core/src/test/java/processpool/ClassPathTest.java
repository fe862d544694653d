package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a program can be told its class path or module path. */
@Timeout(60)
class ClassPathTest {
  private static final String APP =
      """
      //app/App.java
      package app;
      import java.util.*;
      import processpool.*;
      public class App {
        record Order(int amount) implements java.io.Serializable {}
        static Order twice(Order order) { return new Order(2 * order.amount()); }
        public static void main(String[] args) throws Exception {
          ProcessPool pool = new ProcessPool(2);
          int factor = 3;
          System.out.println(pool.apply(App::twice, new Order(4))
              + " " + pool.map(x -> factor * x, List.of(1, 2)));
          pool.close();
          pool.join();
        }
      }
      """;
  private static final String OPENED =
      """
      //app/Opened.java
      package app;
      import processpool.*;
      public class Opened {
        static String look() {
          Module base = Object.class.getModule();
          Module own = Opened.class.getModule();
          return base.isOpen("java.lang", own) + " " + base.isOpen("java.util", own)
              + " " + base.isExported("jdk.internal.misc", own);
        }
        public static void main(String[] args) throws Exception {
          ProcessPool pool = new ProcessPool(1);
          System.out.println(pool.apply(Opened::look));
          pool.terminate();
        }
      }
      """;
  private static final String EXPECTED = "Order[amount=8] [3, 6]\n";

  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void compile() throws Exception {
    classes = Program.compile(folder, APP, OPENED);
  }

  private static void works(Object... arguments) throws Exception {
    Program.Ended ended = Program.java(arguments);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo(EXPECTED);
    assertThat(ended.exitCode()).isZero();
  }

  private static String path(Object... entries) {
    return Stream.of(entries).map(String::valueOf).collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void aFolderWithSpaces() throws Exception {
    Path spaced = folder.resolve("my  classes (1)");
    copy(classes, spaced);
    works("-cp", path(spaced, Program.poolCore()), "app.App");
  }

  @Test
  void aFolderInAnotherScript() throws Exception {
    Assumptions.assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode("进ü"),
        "this locale's JVM cannot open such a folder itself");
    Path foreign = folder.resolve("进程池 für ñ");
    copy(classes, foreign);
    works("-cp", path(foreign, Program.poolCore()), "app.App");
    works("-Dfile.encoding=ISO-8859-1", "-cp", path(foreign, Program.poolCore()), "app.App");
  }

  @Test
  void aFolderWithWhatOtherSystemsQuote() throws Exception {
    Assumptions.assumeTrue(File.separatorChar == '/', "a name cannot have these here");
    Path odd = folder.resolve("back\\slash 'and' \"quotes\" $HOME");
    copy(classes, odd);
    works("-cp", path(odd, Program.poolCore()), "app.App");
    // Now the class path goes through a file, in which a backslash means something.
    works(
        "-Dprocesspool.shell=false",
        "-Dx=y",
        "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("temporary files")),
        "-cp",
        path(odd, Program.poolCore()),
        "app.App");
  }

  @Test
  void aRelativeFolder() throws Exception {
    ProcessBuilder program =
        new ProcessBuilder(
            Program.javaCommand().toString(), "-cp", path("", Program.poolCore()), "app.App");
    assertThat(Program.run(program.directory(classes.toFile())).out()).isEqualTo(EXPECTED);
  }

  @Test
  void aRelativeFolderWhereTheProgramStandsInOneWithSpaces() throws Exception {
    Path home = Files.createDirectories(folder.resolve("my projects/no. 1 (new)"));
    copy(classes, home.resolve("my classes"));
    ProcessBuilder program =
        new ProcessBuilder(
            Program.javaCommand().toString(),
            "-cp",
            path("my classes", Program.poolCore()),
            "app.App");
    assertThat(Program.run(program.directory(home.toFile())).out()).isEqualTo(EXPECTED);
  }

  @Test
  void theEnvironment() throws Exception {
    ProcessBuilder program = new ProcessBuilder(Program.javaCommand().toString(), "app.App");
    program.environment().put("CLASSPATH", path(classes, Program.poolCore()));
    assertThat(Program.run(program).out()).isEqualTo(EXPECTED);
  }

  @Test
  void anArgumentFile() throws Exception {
    Path file = folder.resolve("arguments");
    String quoted = path(classes, Program.poolCore()).replace("\\", "\\\\");
    Files.writeString(file, "-cp\n\"" + quoted + "\"\n-Dx=\"y z\"\napp.App\n");
    works("@" + file);
  }

  @Test
  void aJarThatNamesTheRestInItsManifest() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String entries = classes.toUri() + " " + Program.poolCore().toUri();
    StringBuilder folded = new StringBuilder("Class-Path: ");
    for (String piece : entries.split("(?<=\\G.{50})")) {
      folded.append("\n ").append(piece); // a manifest's lines are short
    }
    Path jar = Program.jar(folder.resolve("boot er.jar"), empty, folded.toString());
    works("-cp", jar, "app.App");
  }

  @Test
  void aJarOfEverything() throws Exception {
    Path poolCore = Program.poolCore();
    Assumptions.assumeTrue(Files.isDirectory(poolCore), "the pool is a jar already");
    Path all = folder.resolve("all");
    copy(poolCore, all);
    copy(classes.resolve("app"), all.resolve("app"));
    works("-jar", Program.jar(folder.resolve("all.jar"), all, "Main-Class: app.App"));
    Path opens =
        Program.jar(
            folder.resolve("opens.jar"),
            all,
            "Main-Class: app.Opened",
            "Add-Opens: java.base/java.lang java.base/java.util java.base no.such/module",
            "Add-Exports: java.base/jdk.internal.misc");
    assertThat(Program.java("-jar", opens, "an argument").out()).isEqualTo("true true true\n");
  }

  @Test
  void whatTheWorkersClassPathLacksOfTheSystemsIsFetchedToo() throws Exception {
    Path agent = // hands the program's classes to the system class loader; workers have no agents
        Program.jar(
            folder.resolve("agent.jar"),
            Program.compile(
                folder.resolve("agent"),
                """
                //agent/Agent.java
                package agent;
                import java.lang.instrument.*;
                import java.util.jar.*;
                public class Agent {
                  public static void premain(String jar, Instrumentation jvm) throws Exception {
                    jvm.appendToSystemClassLoaderSearch(new JarFile(jar));
                  }
                }
                """),
            "Premain-Class: agent.Agent");
    Path app = Program.jar(folder.resolve("app.jar"), classes);
    works("-javaagent:" + agent + "=" + app, "-cp", Program.poolCore(), "app.App");
  }
}
