package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code javaHome}: another JDK for the workers; checked at build(). */
@Timeout(240)
class JavaHomeTest {
  private static final Path OWN = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;

  /** Installed beside this one; of other releases. */
  static List<Path> others() throws Exception {
    List<Path> found = new ArrayList<>();
    Path parent = OWN.toRealPath().getParent();
    try (Stream<Path> near = Files.list(parent)) {
      for (Path one : near.sorted().toList()) {
        Path release = one.resolve("release");
        if (Files.isRegularFile(release)
            && !Files.isSymbolicLink(one)
            && Files.exists(one.resolve("bin/java"))
            && Files.readString(release).matches("(?s).*JAVA_VERSION=\"(1[7-9]|[2-9]\\d)\\b.*")
            && !one.toRealPath().equals(OWN.toRealPath())) {
          found.add(one);
        }
      }
    }
    return found;
  }

  private static Path other() throws Exception {
    assumeThat(others()).as("another JDK beside this one").isNotEmpty();
    return others().get(0);
  }

  static String version() {
    return System.getProperty("java.home");
  }

  static List<String> reversed(List<String> words, long[] numbers) {
    List<String> all = new ArrayList<>(words);
    for (long number : numbers) {
      all.add(0, Long.toString(number));
    }
    return all;
  }

  /** Of the program's own: Java serialization carries it, both ways. */
  record Pair(String left, int right) implements java.io.Serializable {}

  static Pair swap(Pair pair) {
    return new Pair(pair.left + pair.right, -pair.right);
  }

  @Test
  void tasksResultsAndExceptionsTravelBothWays() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(2).javaHome(other()).build();
    try (PathLog log = new PathLog()) {
      assertThat(Path.of(pool.apply(JavaHomeTest::version)).toRealPath())
          .isEqualTo(other().toRealPath());
      if (PathLog.sharedMemoryExpected()) {
        log.settle(pool);
      }
      int factor = 3;
      assertThat(pool.map(x -> x * factor, IntStream.range(0, 2000).boxed().toList(), 7))
          .isEqualTo(IntStream.range(0, 2000).map(x -> 3 * x).boxed().toList());
      assertThat(pool.apply(JavaHomeTest::reversed, List.of("a"), new long[] {1, 2}))
          .containsExactly("2", "1", "a");
      assertThat(pool.apply(JavaHomeTest::swap, new Pair("x", 1))).isEqualTo(new Pair("x1", -1));
      byte[] large = pool.apply(x -> x, new byte[3 << 20]);
      assertThat(large).hasSize(3 << 20);
      assertThatThrownBy(() -> pool.apply(Integer::parseInt, "x"))
          .hasCauseInstanceOf(NumberFormatException.class);
      assertThatThrownBy(() -> pool.apply(Tasks::halt, 3))
          .hasCauseInstanceOf(WorkerDiedException.class);
    } finally {
      pool.close();
      pool.join();
    }
  }

  static class Main {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().processes(1).javaHome(Path.of(args[0])).build();
      System.out.println(pool.apply(JavaHomeTest::version));
      System.out.println(pool.apply(() -> System.getProperty("kept")));
      pool.terminate();
    }
  }

  static Stream<List<String>> options() {
    boolean old = Runtime.version().feature() < 24;
    return Stream.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED --add-modules=jdk.httpserver",
            "--enable-preview",
            "--enable-native-access=ALL-UNNAMED",
            old ? "-Djava.security.manager=allow" : "--sun-misc-unsafe-memory-access=allow",
            old ? "-XX:ThreadStackSize=2048" : "--illegal-native-access=warn")
        .map(all -> List.of(all.split(" ")));
  }

  @ParameterizedTest
  @MethodSource("options")
  void inheritedOptionsDoNotBreakTheStart(List<String> options) throws Exception {
    List<String> all = new ArrayList<>(options);
    all.add("-Dkept=1");
    Programs.Ended ended = Programs.run(Main.class, all, other().toString());
    assertThat(ended.out().lines()).as(ended.err()).containsExactly(other().toRealPath() + "", "1");
  }

  @Test
  void withoutJavaIsRefusedByBuild() {
    assertThatThrownBy(() -> ProcessPool.builder().javaHome(folder).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JDK for the workers, as it has no bin/java: javaHome=" + folder);
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> ProcessPool.builder().javaHome(none).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("javaHome=" + none);
  }

  @Test
  void tooOldIsRefusedByBuild() throws Exception {
    Files.createDirectory(folder.resolve("bin"));
    Files.createFile(folder.resolve("bin/java"));
    for (String version : List.of("11.0.2", "1.8.0_392", "16")) {
      Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
      assertThatThrownBy(() -> ProcessPool.builder().javaHome(folder).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "workers need Java 17 or newer: javaHome=" + folder + ", which is " + version);
    }
  }

  private static final String NEWER =
      """
      //demo/Newer.java
      package demo;
      import java.nio.file.Path;
      import processpool.ProcessPool;
      public class Newer {
        static void prepare() {}
        public static void main(String[] args) throws Exception {
          ProcessPool pool = ProcessPool.builder().processes(1).initializer(Newer::prepare)
              .javaHome(Path.of(args[0])).build();
          try {
            pool.apply(Math::abs, 1);
          } catch (Exception e) {
            System.out.println(e.getMessage());
          }
          pool.terminate();
        }
      }
      """;

  /** Compiled for this JDK, which is newer than the workers'. */
  @Test
  void classesThatAreTooNewAreNamedByTheFailedStart() throws Exception {
    Path older = other();
    assumeThat(Files.readString(older.resolve("release"))).contains("JAVA_VERSION=\"17");
    Path classes = Program.compile(folder, NEWER);
    Program.Ended ended =
        Program.java("-cp", classes + ":" + Program.poolCore(), "demo.Newer", older);
    assertThat(ended.out())
        .as(ended.err())
        .contains("demo/Newer", "The workers' Java is older", "javaHome");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> ProcessPool.builder().javaHome(null))
        .isInstanceOf(NullPointerException.class);
  }
}
