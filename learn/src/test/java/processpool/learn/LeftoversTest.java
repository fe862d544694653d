package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import processpool.learn.Verdict.Kind;

/**
 * Whatever Maven or an IDE has compiled before, and whatever of it is on the class path, an answer
 * gets the verdict of its own text. {@code -Pexercises} runs with the example module's output
 * folders on the class path, where each of the other commands may have left something.
 */
@Timeout(300)
class LeftoversTest {
  private static final Exercise WAVES = exercise("Ex01Waves");
  private static final String OWN = System.getProperty("java.class.path");

  @TempDir private Path project;

  /** What was compiled before, by which command. */
  enum Leftovers {
    /** A fresh clone. */
    NONE,
    /** The example was run, or the runner's own build brought it along. */
    CLASSES,
    /** mvn verify, or mvn package: the tests are compiled too. */
    CLASSES_AND_TESTS,
    /** An IDE that has one folder for both. */
    ONE_FOLDER,
    /** mvn package, or another module that takes the jar. */
    JAR
  }

  @BeforeEach
  void copyTheExercises() throws IOException {
    LearnersFiles.copyTo(project);
  }

  private static Exercise exercise(String id) {
    return Catalog.load().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }

  private void save(String answer) throws IOException {
    Files.writeString(project.resolve(WAVES.sourceFile()), answer);
  }

  /** Compiles the files as they are, and tells the class path with what that has left. */
  private String leave(Leftovers leftovers) throws IOException {
    Path target = project.resolve(WAVES.module()).resolve("target");
    Path classes = Files.createDirectories(target.resolve("classes"));
    Path testClasses = Files.createDirectories(target.resolve("test-classes"));
    Path main = project.resolve(WAVES.sourceFile());
    Path test = project.resolve(WAVES.testFile());
    SourceCompiler javac = new SourceCompiler(classes + File.pathSeparator + OWN);
    List<Path> path =
        switch (leftovers) {
          case NONE -> List.<Path>of();
          case CLASSES -> {
            assertThat(javac.compile(List.of(main), classes)).isNull();
            yield List.of(testClasses, classes);
          }
          case CLASSES_AND_TESTS -> {
            assertThat(javac.compile(List.of(main), classes)).isNull();
            assertThat(javac.compile(List.of(test), testClasses)).isNull();
            yield List.of(testClasses, classes);
          }
          case ONE_FOLDER -> {
            assertThat(javac.compile(List.of(main, test), classes)).isNull();
            yield List.of(classes);
          }
          case JAR -> {
            assertThat(javac.compile(List.of(main, test), classes)).isNull();
            yield List.of(jar(classes, target.resolve("example.jar")));
          }
        };
    StringBuilder classPath = new StringBuilder();
    path.forEach(entry -> classPath.append(entry).append(File.pathSeparator));
    return classPath + OWN;
  }

  private static Path jar(Path classes, Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(classes)) {
      for (Path entry : all.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(entry).toString().replace('\\', '/')));
        Files.copy(entry, jar);
      }
    }
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerIsJudgedByItsOwnText(Leftovers leftovers) throws Exception {
    save(WAVES.solution() + "\nclass Helper {\n  static int none() {\n    return 0;\n  }\n}\n");
    String classPath = leave(leftovers);
    String noLongerWritten = WAVES.solution().replace("    return ", "    return Helper.none() + ");
    try (Judge judge = new Judge(project, Duration.ofSeconds(60), false, classPath)) {
      assertThat(verdict(judge, WAVES.stub())).isEqualTo(Kind.NOT_DONE);
      assertThat(verdict(judge, WAVES.solution())).isEqualTo(Kind.PASSED);
      assertThat(verdict(judge, WAVES.wrong().get("OneAtATime"))).isEqualTo(Kind.FAILED);
      assertThat(verdict(judge, noLongerWritten)).isEqualTo(Kind.BROKEN);
    }
  }

  private Kind verdict(Judge judge, String answer) throws Exception {
    save(answer);
    return judge.judge(WAVES).kind();
  }
}
