package processpool;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

  @Test
  void dependenciesPointDownwards() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("processpool");
    Map<String, String[]> above =
        Map.of(
            "face",
            new String[] {},
            "task",
            new String[] {"face"},
            "local",
            new String[] {"face"},
            "local.launch",
            new String[] {"local"},
            "schedule",
            new String[] {"face", "task", "local"},
            "worker",
            new String[] {"local", "local.launch"},
            "events",
            new String[] {"face", "task", "local", "local.launch", "schedule"},
            "wire",
            new String[] {"face", "task", "local", "schedule", "worker"});
    LayeredArchitecture law = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : above.keySet()) {
      law = law.layer(room).definedBy("processpool" + (room.equals("face") ? "" : "." + room));
    }
    for (Map.Entry<String, String[]> room : above.entrySet()) {
      LayeredArchitecture.LayerDependencySpecification allowed = law.whereLayer(room.getKey());
      law =
          room.getValue().length == 0
              ? allowed.mayNotBeAccessedByAnyLayer()
              : allowed.mayOnlyBeAccessedByLayers(room.getValue());
    }
    law.check(classes);
  }

  /** Of all modules that users take, but for pool-core's face, which is mostly Javadoc. */
  @Test
  void filesCanBeReadInOneSitting() throws IOException {
    Path face = PROJECT.resolve("pool-core/src/main/java/processpool");
    for (String module : List.of("pool-core", "pool-cluster", "watch")) {
      assertThat(sources(module))
          .filteredOn(file -> !file.getParent().equals(face))
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(400));
    }
  }

  /** A clock that is set, by an hour or to summer, ends no wait and no worker. */
  @Test
  void nobodyDecidesByTheWallClock() throws IOException {
    Pattern wallClock =
        Pattern.compile("currentTimeMillis|(Instant|Date|Time)\\.now\\(|new Date\\(");
    // What people are shown; and how old a file is that a program left behind.
    Set<String> allowed = Set.of("Events.java", "Worker.java", "LaunchFile.java");
    for (String module : List.of("pool-core", "pool-cluster")) {
      for (Path file : sources(module)) {
        if (!allowed.contains(file.getFileName().toString())) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(wallClock);
        }
      }
    }
  }

  /** A program of somebody else's may have a property of any other name. */
  @Test
  void propertiesOfOurOwnHaveThePrefix() throws IOException {
    Pattern read =
        Pattern.compile("(?:getProperty|getInteger|getLong|getBoolean)\\(\\s*\"([^\"]+)");
    Pattern known =
        Pattern.compile("(processpool|java|jdk|os|file|native|sun|stdout|stderr|user)\\..*");
    for (String module : List.of("pool-core", "pool-cluster", "watch")) {
      for (Path file : sources(module)) {
        Matcher names = read.matcher(Files.readString(file));
        while (names.find()) {
          assertThat(names.group(1)).as(file.toString()).matches(known);
        }
      }
    }
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> all = Files.walk(PROJECT.resolve(module).resolve("src/main/java"))) {
      List<Path> sources = all.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).as(module).hasSizeGreaterThan(20);
      return sources;
    }
  }
}
