package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code onWorkerExit}: runs in a worker before it leaves by close or retirement; not at terminate
 * or a kill. One that throws or hangs is logged once, and harms nothing else.
 */
@Timeout(180)
class WorkerExitTest {
  static String opened = "nothing";

  @TempDir Path folder;
  private ProcessPool pool;

  @AfterEach
  void end() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      pool.join();
    }
  }

  static void open(String what) {
    opened = what;
  }

  static void note(Path folder) throws Exception {
    Files.writeString(folder.resolve(Long.toString(Tasks.pid())), opened);
  }

  private ProcessPool.Builder noting() {
    String name = folder.toString();
    return ProcessPool.builder()
        .initializer(WorkerExitTest::open, "a database")
        .onWorkerExit(() -> note(Path.of(name)));
  }

  private Set<Long> noted() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      Set<Long> pids = new HashSet<>();
      files.forEach(file -> pids.add(Long.valueOf(file.getFileName().toString())));
      return pids;
    }
  }

  @Test
  void atCloseInEachWorkerWithWhatItsInitializerAndTasksLeft() throws Exception {
    pool = noting().processes(3).build();
    pool.map(Tasks::square, List.of(1, 2, 3, 4, 5, 6), 1);
    await().until(() -> pool.workerPids().size() == 3);
    Set<Long> pids = new HashSet<>(pool.workerPids());
    pool.close();
    pool.join();
    assertThat(noted()).isEqualTo(pids);
    for (long pid : pids) {
      assertThat(folder.resolve(Long.toString(pid))).hasContent("a database");
    }
  }

  @Test
  void atRetirement() throws Exception {
    pool = noting().processes(1).maxTasksPerChild(1).build();
    long first = pool.apply(Tasks::pid);
    await().until(() -> noted().contains(first));
    assertThat(pool.apply(Tasks::pid)).isNotEqualTo(first);
  }

  @Test
  void whenATaskHasSpoiltWhatCannotBePutBack() throws Exception {
    pool = noting().processes(1).build();
    long first = pool.apply(WorkerExitTest::closeInput);
    await().until(() -> noted().contains(first));
    assertThat(pool.apply(Tasks::pid)).isNotEqualTo(first);
  }

  static long closeInput() throws Exception {
    new java.io.FileInputStream(java.io.FileDescriptor.in).close();
    return Tasks.pid();
  }

  @Test
  void notAtTerminateNorAtAKill() throws Exception {
    pool = noting().processes(1).build();
    long killed = pool.apply(Tasks::pid);
    assertThatThrownBy(() -> pool.apply(Tasks::halt, 1))
        .hasCauseInstanceOf(WorkerDiedException.class);
    long terminated = pool.apply(Tasks::pid);
    assertThat(terminated).isNotEqualTo(killed);
    pool.terminate();
    pool.join();
    assertThat(noted()).isEmpty();
  }

  @Test
  void whatItPrintsComesOut() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool =
          ProcessPool.builder()
              .processes(1)
              .onWorkerExit(
                  () -> {
                    System.out.println("closed 关闭");
                    System.err.print("half a line");
                  })
              .build();
      pool.runAsync(() -> System.out.print("unfinished")).get();
      pool.close();
      pool.join();
      assertThat(captor.out()).isEqualTo("unfinished\nclosed 关闭\n");
      assertThat(captor.err()).isEqualTo("half a line");
    }
  }

  static void fail() {
    throw new IllegalStateException("cannot close");
  }

  @Test
  void oneThatThrowsIsLoggedOnceAndNothingElseIsHarmed() throws Exception {
    try (Warnings warnings = new Warnings()) {
      pool =
          ProcessPool.builder()
              .name("careless")
              .processes(2)
              .maxTasksPerChild(1)
              .onWorkerExit(WorkerExitTest::fail)
              .build();
      for (int i = 0; i < 6; i++) {
        assertThat(pool.apply(Tasks::square, i)).isEqualTo(i * i);
      }
      pool.close();
      assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
      await().until(() -> !warnings.texts().isEmpty());
      assertThat(warnings.texts())
          .singleElement()
          .asString()
          .startsWith("onWorkerExit threw")
          .contains("pool=careless", "IllegalStateException: cannot close", "WorkerExitTest.fail");
    }
  }

  static void hang() throws InterruptedException {
    TimeUnit.DAYS.sleep(1);
  }

  @Test
  void oneThatHangsIsLoggedOnceAndEndedAfterThirtySeconds() throws Exception {
    try (Warnings warnings = new Warnings()) {
      pool =
          ProcessPool.builder()
              .name("slow")
              .processes(2)
              .onWorkerExit(WorkerExitTest::hang)
              .build();
      pool.map(Tasks::square, List.of(1, 2, 3, 4), 1);
      List<Long> pids = pool.workerPids();
      long begun = System.nanoTime();
      pool.close();
      assertThat(pool.join(Duration.ofSeconds(100))).isTrue();
      assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.SECONDS.toNanos(29));
      assertThat(pids).noneMatch(Programs::runs);
      await().until(() -> !warnings.texts().isEmpty());
      assertThat(warnings.texts())
          .singleElement()
          .asString()
          .contains("did not leave in time", "pool=slow", "limit=30s");
    }
  }

  @Test
  void oneThatEndsTheProcessHarmsNothing() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .maxTasksPerChild(1)
            .onWorkerExit(() -> Runtime.getRuntime().halt(7))
            .build();
    for (int i = 0; i < 3; i++) {
      assertThat(pool.apply(Tasks::square, i)).isEqualTo(i * i);
    }
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void whatCannotTravelIsRefusedAtTheCall() {
    Object unserializable = new Object();
    assertThatThrownBy(() -> ProcessPool.builder().onWorkerExit(() -> unserializable.hashCode()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> ProcessPool.builder().onWorkerExit(null))
        .isInstanceOf(NullPointerException.class);
  }
}
