package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task writes past System.out, harmless or not. */
@Timeout(60)
class DamagedWireTest {
  static void writeRaw(byte[] bytes) throws IOException {
    new FileOutputStream(FileDescriptor.out).write(bytes);
  }

  @Test
  void rawOutputIsPassedOn() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    PrintStream before = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      pool.runAsync(DamagedWireTest::writeRaw, "raw output\n".getBytes(StandardCharsets.UTF_8))
          .get();
    } finally {
      System.setOut(before);
    }
    assertThat(captured.toString(StandardCharsets.UTF_8)).isEqualTo("raw output\n");
    pool.terminate();
    pool.join();
  }

  @Test
  void aDamagedFrameFailsThatTaskAloneAndHangsNothing() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    byte[] damaged = {0, 'P', 'W', 1, 0x7f, 0x7f, 0x7f, 0x7f};
    assertThatThrownBy(() -> pool.runAsync(DamagedWireTest::writeRaw, damaged).get())
        .cause()
        .isInstanceOf(WorkerDiedException.class)
        .hasMessageContaining("damaged frame");
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    pool.terminate();
    pool.join();
  }

  @Test
  void aFrameCutShortByTheWorkersDeathFailsThatTaskAlone() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    byte[] half = {0, 'P', 'W', 1, 0, 0, 1, 0, 42};
    assertThatThrownBy(
            () ->
                pool.runAsync(
                        bytes -> {
                          writeRaw(bytes);
                          Runtime.getRuntime().halt(9);
                        },
                        half)
                    .get())
        .hasCauseInstanceOf(WorkerDiedException.class);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    pool.terminate();
    pool.join();
  }
}
