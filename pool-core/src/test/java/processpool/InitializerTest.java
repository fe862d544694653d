package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Conformance line 17: the initializer runs once per worker, before its first task. */
@Timeout(180)
class InitializerTest {
  static int runs;

  static void note(String folder) throws Exception {
    runs++;
    Files.createTempFile(Path.of(folder), Tasks.pid() + "-", null);
  }

  private static List<Long> notes(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> Long.valueOf(name.substring(0, name.indexOf('-'))))
          .toList();
    }
  }

  @Test
  void onceInEachWorkerHoweverManyTasksFollow(@TempDir Path folder) throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(3)
            .initializer(InitializerTest::note, folder.toString())
            .build();
    List<Integer> seen = pool.map(x -> runs, IntStream.range(0, 60).boxed().toList(), 1);
    assertThat(seen).containsOnly(1);
    await().until(() -> notes(folder).size() == 3); // all three are up
    assertThat(notes(folder)).doesNotHaveDuplicates().containsAll(pool.workerPids()).hasSize(3);
    pool.close();
    pool.join();
    assertThat(notes(folder)).hasSize(3);
  }

  @Test
  void inEachReplacementToo(@TempDir Path folder) throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(1)
            .maxTasksPerChild(2)
            .initializer(InitializerTest::note, folder.toString())
            .build();
    Set<Long> pids = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      pids.add(pool.apply(Tasks::pid));
      assertThat(pool.apply(() -> runs)).isEqualTo(1);
    }
    assertThatThrownBy(() -> pool.apply(() -> Tasks.halt(1)))
        .hasCauseInstanceOf(WorkerDiedException.class);
    pids.add(pool.apply(Tasks::pid));
    pool.close();
    pool.join();
    assertThat(notes(folder)).doesNotHaveDuplicates().containsAll(pids);
  }

  @Test
  void whatItPrintsComesOutAndItsLambdaMayCapture() throws Exception {
    String captured = "prepared 准备";
    try (CapturedOutput captor = new CapturedOutput()) {
      ProcessPool pool =
          ProcessPool.builder()
              .processes(1)
              .initializer(() -> System.out.println(captured))
              .build();
      pool.apply(Tasks::pid);
      assertThat(captor.out().lines().collect(Collectors.toList())).containsExactly(captured);
      pool.close();
      pool.join();
    }
  }

  @Test
  void whatCannotTravelIsRefusedAtTheCall() {
    Object unserializable = new Object();
    assertThatThrownBy(() -> ProcessPool.builder().initializer(() -> unserializable.hashCode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> ProcessPool.builder().initializer(x -> {}, unserializable))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
  }
}
