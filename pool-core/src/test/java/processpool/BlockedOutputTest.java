package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conformance line 73: the program's own output stands still while a worker that has printed and
 * answered is killed. What it answered counts.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "kill")
class BlockedOutputTest {
  private final PrintStream before = System.out;
  private final PathLog log = new PathLog();
  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    System.setOut(before);
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  private static final class Slow extends OutputStream {
    @Override
    public void write(int b) {}

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        TimeUnit.SECONDS.sleep(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static int print(int x) {
    System.out.println("hello");
    return x;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theTaskReturned(boolean memory) throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .jvmOptions("-Dprocesspool.sharedMemory=" + memory)
            .build();
    log.settle(pool);
    System.setOut(new PrintStream(new Slow(), true));
    long pid = pool.workerPids().get(0);
    AsyncResult<Integer> result = pool.applyAsync(BlockedOutputTest::print, 42);
    TimeUnit.MILLISECONDS.sleep(700);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertThat(result.get(Duration.ofSeconds(30))).isEqualTo(42);
  }
}
