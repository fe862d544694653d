package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tasks travel through shared memory where it can be had, and over pipes where not, with a line at
 * level DEBUG that says why. Nothing else is different.
 */
@Timeout(180)
class PathTest {
  private final String before = System.getProperty(PathLog.SWITCH);
  private final PathLog log = new PathLog();

  @AfterEach
  void asBefore() {
    log.close();
    System.clearProperty(PathLog.FOLDER);
    if (before == null) {
      System.clearProperty(PathLog.SWITCH);
    } else {
      System.setProperty(PathLog.SWITCH, before);
    }
  }

  private static void switched(boolean on) {
    System.setProperty(PathLog.SWITCH, Boolean.toString(on));
  }

  /** Everything works, whichever way it goes, before and after the way is chosen. */
  private void work(ProcessPool pool) throws Exception {
    try {
      assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
      log.settle(pool);
      List<Integer> numbers = IntStream.range(0, 2_000).boxed().toList();
      List<Integer> squares = numbers.stream().map(Tasks::square).toList();
      assertThat(pool.map(Tasks::square, numbers, 1)).isEqualTo(squares);
      assertThat(pool.map(Tasks::square, numbers)).isEqualTo(squares);
      byte[] large = new byte[5 << 20];
      Arrays.fill(large, (byte) 7);
      assertThat(Arrays.equals(pool.apply(x -> x, large), large)).isTrue();
    } finally {
      pool.close();
      assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void sharedMemoryIsTakenWhereItCanBeHad() throws Exception {
    switched(true);
    ProcessPool pool = // whose workers do not inherit another choice
        ProcessPool.builder().processes(2).jvmOptions("-D" + PathLog.SWITCH + "=true").build();
    List<Long> pids = pool.workerPids();
    work(pool);
    assertThat(log.mapped()).containsExactlyInAnyOrderElementsOf(pids);
    assertThat(log.refusals()).isEmpty();
  }

  @Test
  void aPropertyForcesThePipes() throws Exception {
    switched(false);
    work(new ProcessPool(2));
    assertThat(log.mapped()).isEmpty();
    assertThat(log.refusals())
        .as("one line for each worker")
        .hasSize(2)
        .allMatch(why -> why.contains(PathLog.SWITCH + "=false"));
  }

  @Test
  void whereThereIsNoSuchFolderThePipesAreTaken(@TempDir Path folder) throws Exception {
    switched(true);
    System.setProperty(PathLog.FOLDER, folder.resolve("missing").toString());
    work(new ProcessPool(2));
    assertThat(log.mapped()).isEmpty();
    assertThat(log.refusals()).hasSize(2).allMatch(why -> why.contains("missing"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whereTheFolderIsFullThePipesAreTakenAndNothingIsLeftThere(@TempDir Path folder)
      throws Exception {
    switched(true);
    ProcessBuilder mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString());
    assumeThat(succeeds(mount)).as("a small tmpfs can be mounted (by root only)").isTrue();
    try {
      System.setProperty(PathLog.FOLDER, folder.toString());
      work(new ProcessPool(2));
      assertThat(log.mapped()).isEmpty();
      assertThat(log.refusals()).hasSize(2).allMatch(why -> why.contains("IOException"));
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).isEmpty();
      }
    } finally {
      assertThat(succeeds(new ProcessBuilder("umount", folder.toString()))).isTrue();
    }
  }

  private static boolean succeeds(ProcessBuilder command) throws InterruptedException {
    try {
      return command.start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aWorkerThatCannotMapItSaysSoAndThePoolGoesOnOverPipes() throws Exception {
    switched(true);
    work(
        ProcessPool.builder()
            .processes(2)
            .jvmOptions("-D" + PathLog.SWITCH + "=false") // for the workers alone
            .build());
    assertThat(log.mapped()).isEmpty();
    assertThat(log.refusals())
        .as("the workers' own words")
        .hasSize(2)
        .allMatch(why -> why.contains(PathLog.SWITCH + "=false"));
  }
}
