package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: workers that die before they finish starting break the pool; all results, present and
 * future, fail with BrokenPoolException, which carries the cause and what the worker wrote, and
 * nothing is started over and over. Conformance lines 16 and 22.
 */
@Timeout(180)
class StartFailureTest {
  /** Takes the next number of its pool, which is also how many workers have been started. */
  static int takeNumber(String folder) throws Exception {
    for (int number = 1; ; number++) {
      try {
        Files.createFile(Path.of(folder, "" + number));
        return number;
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
  }

  private static long started(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  static void failAsTheFourth(String folder) throws Exception {
    if (takeNumber(folder) == 4) {
      throw new IllegalStateException("the fourth has no licence");
    }
    TimeUnit.SECONDS.sleep(20); // none of the others is ready before the pool is broken
  }

  @Test
  void ifTheFourthOfFiveCannotStartTheOthersAreEndedAndTheCallerLearnsWhy(@TempDir Path folder)
      throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(5)
            .initializer(StartFailureTest::failAsTheFourth, folder.toString())
            .build();
    List<Long> pids = pool.workerPids();
    AsyncResult<List<Long>> present =
        pool.mapAsync(x -> Tasks.sleepForever(), List.of(1, 2, 3, 4, 5, 6, 7, 8), 1);
    assertThatThrownBy(() -> present.get(Duration.ofSeconds(60)))
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("the fourth has no licence")
        .hasCauseInstanceOf(BrokenPoolException.class);
    assertThat(pids).hasSize(5);
    await().until(() -> pids.stream().noneMatch(Programs::runs));
    assertThat(started(folder)).as("nothing was started again").isLessThanOrEqualTo(5);
    pool.close();
    pool.join();
  }

  static void failOnceAsTheFourth(String folder) throws Exception {
    if (takeNumber(folder) == 4) {
      TimeUnit.MILLISECONDS.sleep(500); // some of the others are ready by then
      throw new IllegalStateException("the fourth has no licence");
    }
  }

  @Test
  void onceOneIsReadyAStartThatFailsIsTriedAgainWhileTheOthersWork(@TempDir Path folder)
      throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(5)
            .initializer(StartFailureTest::failOnceAsTheFourth, folder.toString())
            .build();
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    await().until(() -> started(folder) == 6);
    await().until(() -> pool.workerPids().size() == 5);
    assertThat(pool.map(Tasks::square, List.of(1, 2, 3))).containsExactly(1, 4, 9);
    pool.close();
    pool.join();
  }

  static void fail(String folder) throws Exception {
    takeNumber(folder);
    System.out.println("out: trying");
    System.err.println("err: no database on port 5432");
    throw new IllegalArgumentException("no database");
  }

  @Test
  void aFailingInitializerIsNotTriedOverAndOver(@TempDir Path folder) throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(2)
            .initializer(StartFailureTest::fail, folder.toString())
            .build();
    AsyncResult<Integer> present = pool.applyAsync(Tasks::square, 1);
    assertThatThrownBy(present::get).hasCauseInstanceOf(BrokenPoolException.class);
    TimeUnit.MILLISECONDS.sleep(1_000); // time for a storm, of which Python's pool makes 100
    assertThat(started(folder)).isLessThanOrEqualTo(4);
    assertThat(pool.workerPids()).isEmpty();
    pool.close();
    pool.join();
  }

  @Test
  void everyPresentAndFutureResultCarriesCauseAndOutput(@TempDir Path folder) throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(1)
            .initializer(StartFailureTest::fail, folder.toString())
            .build();
    List<AsyncResult<?>> present =
        List.of(
            pool.applyAsync(Tasks::square, 1),
            pool.applyAsync(Math::floorMod, 5, 3),
            pool.runAsync(() -> {}),
            pool.mapAsync(Tasks::square, List.of(1, 2)));
    ResultIterator<Integer> items = pool.imap(Tasks::square, List.of(1, 2, 3));
    for (AsyncResult<?> result : present) {
      assertCarriesAll(() -> result.get(60, TimeUnit.SECONDS));
    }
    assertCarriesAll(items::next);
    assertCarriesAll(items::next);
    List<AsyncResult<?>> future =
        List.of(pool.applyAsync(Tasks::square, 1), pool.mapAsync(Tasks::square, List.of(1, 2)));
    for (AsyncResult<?> result : future) {
      assertCarriesAll(() -> result.get(60, TimeUnit.SECONDS));
    }
    assertCarriesAll(() -> pool.apply(() -> 1));
    assertCarriesAll(() -> pool.map(Tasks::square, List.of(1)));
    assertCarriesAll(() -> pool.imapUnordered(Tasks::square, List.of(1)).next());
    PoolExecutor executor = pool.asExecutorService();
    assertCarriesAll(() -> executor.submit(() -> 1).get());
    pool.close();
    assertThatThrownBy(() -> pool.applyAsync(() -> 1)).hasMessage("pool is closed");
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  private interface Attempt {
    Object run() throws Exception;
  }

  private static void assertCarriesAll(Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("no database on port 5432")
        .hasStackTraceContaining("IllegalArgumentException: no database")
        .hasStackTraceContaining("StartFailureTest.fail");
  }

  static void halt() {
    System.err.println("last words");
    Runtime.getRuntime().halt(77);
  }

  @Test
  void aWorkerThatDiesInItsInitializerBreaksThePoolToo() throws Exception {
    ProcessPool pool =
        ProcessPool.builder().processes(2).initializer(StartFailureTest::halt).build();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 1))
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("77")
        .hasMessageContaining("last words");
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void aPoolBrokenAfterItsCloseEndsAllTheSame(@TempDir Path folder) throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(2)
            .initializer(StartFailureTest::fail, folder.toString())
            .build();
    AsyncResult<List<Integer>> results = pool.mapAsync(Tasks::square, List.of(1, 2, 3), 1);
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    assertThatThrownBy(results::get).hasCauseInstanceOf(BrokenPoolException.class);
  }
}
