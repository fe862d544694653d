package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Conformance line 69: a task cuts the file short that its worker shares with the parent, so that
 * reading or writing the memory throws wherever it happens, in a burial too. All tasks are told,
 * the pool has workers again, and whoever hands in tasks meanwhile sees nothing of it.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "shared memory is for Linux")
class TruncatedMemoryTest {
  private static final int ROUNDS = Integer.getInteger("damage.cut.rounds", 4);

  static volatile RandomAccessFile found;

  /** Opens the file while the parent offers it. */
  static int watch() {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    Thread watcher = new Thread(() -> watch(Path.of("/proc/" + parent + "/fd")));
    watcher.setDaemon(true);
    watcher.start();
    return 1;
  }

  private static void watch(Path descriptors) {
    while (found == null) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
        for (Path descriptor : all) {
          look(descriptor);
        }
      } catch (IOException goneMeanwhile) {
        // The next look.
      }
    }
  }

  private static void look(Path descriptor) {
    try {
      if (Files.readSymbolicLink(descriptor).toString().contains("/dev/shm/processpool")) {
        found = new RandomAccessFile(descriptor.toString(), "rw");
      }
    } catch (IOException goneMeanwhile) {
      // The next one.
    }
  }

  static boolean cut(long millis) throws Exception {
    if (found == null) {
      return false;
    }
    found.setLength(0);
    TimeUnit.MILLISECONDS.sleep(millis);
    return true;
  }

  @Test
  void allTasksAreToldAndThePoolGoesOn() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).as("shared memory is in use").isTrue();
    boolean cut = false;
    for (int round = 0; round < ROUNDS; round++) {
      cut |= cutOnce();
    }
    assumeThat(cut).as("the file was found in time").isTrue();
  }

  private static boolean cutOnce() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    try (PathLog log = new PathLog()) {
      pool.apply(TruncatedMemoryTest::watch);
      log.settle(pool);
    }
    List<AsyncResult<?>> results = new ArrayList<>();
    results.add(pool.applyAsync(TruncatedMemoryTest::cut, 300L));
    for (int i = 0; i < 10; i++) {
      results.add(pool.applyAsync(Tasks::square, i));
    }
    TimeUnit.MILLISECONDS.sleep(100);
    results.add(pool.applyAsync(Tasks::square, 10));
    boolean cut = true;
    for (AsyncResult<?> result : results) {
      try {
        cut &= !Boolean.FALSE.equals(result.get(Duration.ofSeconds(20)));
      } catch (ExecutionException failed) {
        assertThat(failed).hasCauseInstanceOf(WorkerDiedException.class);
      }
    }
    assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(20))).isEqualTo(9);
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
    return cut;
  }
}
