package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker's standard streams, which the pool's own messages share with child processes. */
@Timeout(60)
class WorkerStreamsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ProcessPool pool = new ProcessPool(1);

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(realOut);
    System.setErr(realErr);
    pool.terminate();
  }

  static int javaVersion(String option) throws Exception {
    return new ProcessBuilder(Program.javaCommand().toString(), option)
        .inheritIO()
        .start()
        .waitFor();
  }

  @Test
  void whatAChildProcessPrintsIsNotLost() throws Exception {
    assertThat(pool.apply(WorkerStreamsTest::javaVersion, "--version")).isZero();
    assertThat(pool.apply(WorkerStreamsTest::javaVersion, "-version")).isZero();
    await().until(() -> out.toString(StandardCharsets.UTF_8).contains("Runtime Environment"));
    await().until(() -> err.toString(StandardCharsets.UTF_8).contains("Runtime Environment"));
    assertThat(pool.apply(Tasks::square, 5)).isEqualTo(25);
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertThat(pool.apply(() -> System.in.read())).isEqualTo(-1);
  }
}
