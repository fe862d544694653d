package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A task may leave a thread behind that interrupts the one it ran on, too late: when the worker is
 * idle. That must not cost the worker its life, its processor or the next task its peace.
 */
@Timeout(120)
class LateInterruptTest {
  private final PathLog log = new PathLog();
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    log.close();
    pool.terminate();
    pool.join();
  }

  static int interruptLate(String said) {
    Thread task = Thread.currentThread();
    Thread late =
        new Thread(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(300);
                task.interrupt();
                TimeUnit.MILLISECONDS.sleep(50);
                Files.createFile(Path.of(said));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    late.setDaemon(true);
    late.start();
    return 1;
  }

  private void interruptAnIdleWorker(Path said) throws Exception {
    List<Long> pids = pool.workerPids();
    assertThat(pool.apply(LateInterruptTest::interruptLate, said.toString())).isEqualTo(1);
    await().until(() -> Files.exists(said));
    ProcessHandle worker = ProcessHandle.of(pids.get(0)).orElseThrow();
    Duration before = worker.info().totalCpuDuration().orElse(Duration.ZERO);
    TimeUnit.MILLISECONDS.sleep(1_500); // how much it uses in that time is the question
    Duration after = worker.info().totalCpuDuration().orElse(Duration.ZERO);
    assertThat(after.minus(before)).as("CPU of an idle worker").isLessThan(Duration.ofMillis(400));
    assertThat(pool.apply(Thread::interrupted)).as("the next task is interrupted").isFalse();
    assertThat(pool.workerPids()).isEqualTo(pids);
  }

  @Test
  void overPipesItDoesNoHarm(@TempDir Path folder) throws Exception {
    String before = System.getProperty(PathLog.SWITCH, "true");
    System.setProperty(PathLog.SWITCH, "false");
    try {
      log.settle(pool);
      interruptAnIdleWorker(folder.resolve("said"));
    } finally {
      System.setProperty(PathLog.SWITCH, before);
    }
  }

  @Test
  void inSharedMemoryItDoesNoHarm(@TempDir Path folder) throws Exception {
    log.settle(pool);
    interruptAnIdleWorker(folder.resolve("said"));
  }
}
