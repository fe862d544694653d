package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameTest {
  private final ByteArrayOutputStream stray = new ByteArrayOutputStream();

  private FrameReader reader(byte[] bytes) {
    return new FrameReader(new ByteArrayInputStream(bytes), stray::write);
  }

  private static byte[] framed(byte[] payload) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FrameWriter(out).send(new MessageWriter().putBytes(payload));
    return out.toByteArray();
  }

  @Test
  void shouldSetOutputBetweenFramesAside() throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("before\0".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(framed(new byte[10_000]));
    all.writeBytes("after".getBytes(StandardCharsets.US_ASCII));
    FrameReader reader = reader(all.toByteArray());
    assertThat(reader.next().getBytes()).hasSize(10_000);
    assertThat(reader.next()).isNull();
    assertThat(stray.toString(StandardCharsets.US_ASCII)).isEqualTo("before\0after");
  }

  @Test
  void shouldReportAMessageCutAnywhere() throws Exception {
    byte[] whole = framed(new byte[5000]);
    for (int cut = FrameWriter.MARKER.length; cut < whole.length; cut++) {
      FrameReader reader = reader(Arrays.copyOf(whole, cut));
      assertThatThrownBy(reader::next)
          .as("cut at " + cut)
          .isInstanceOf(StreamCorruptedException.class);
    }
  }

  @Test
  void shouldReportADamagedLength() throws Exception {
    byte[] whole = framed(new byte[10]);
    whole[FrameWriter.MARKER.length] = 0x7f;
    assertThatThrownBy(reader(whole)::next)
        .isInstanceOf(StreamCorruptedException.class)
        .hasMessageContaining("length=");
  }
}
