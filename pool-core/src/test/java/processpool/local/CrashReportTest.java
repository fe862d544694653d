package processpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM reports of its own crash is told from all else, wherever the reads cut it. */
class CrashReportTest {
  private static final String REPORT =
      """
      #
      # A fatal error has been detected by the Java Runtime Environment:
      #
      #  SIGSEGV (0xb) at pc=0x1
      Command Line: -Dx=secret

      Native frames: (J=compiled Java code)
      V  [libjvm.so+0x1]
      j  a.B.c()V

      Environment: SECRET
      """;

  private final StringBuilder passed = new StringBuilder();
  private final StringBuilder kept = new StringBuilder();

  private static void add(StringBuilder to, byte[] bytes, int offset, int length) {
    to.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
  }

  private void read(String text, int atOnce) {
    CrashReport report =
        new CrashReport((b, o, n) -> add(passed, b, o, n), (b, o, n) -> add(kept, b, o, n));
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < all.length; from += atOnce) {
      int length = Math.min(atOnce, all.length - from);
      byte[] some = new byte[length];
      System.arraycopy(all, from, some, 0, length);
      report.take(some, length);
    }
    report.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 10_000})
  void ofTheReportTheStacksAreKeptAndNothingIsPrinted(int atOnce) {
    read("a warning\n#\n# not it\n" + REPORT, atOnce);
    assertThat(passed).hasToString("a warning\n#\n# not it\n");
    assertThat(kept)
        .hasToString("Native frames: (J=compiled Java code)\nV  [libjvm.so+0x1]\nj  a.B.c()V\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#", "#\n", "#\n# A fatal", "#\n#\n#", "x#\n# A fatal error", "##\n#", ""})
  void whatOnlyLooksLikeOneIsPrinted(String text) {
    read(text, 1);
    read(text, 100);
    assertThat(passed).hasToString(text + text);
    assertThat(kept).isEmpty();
  }

  @Test
  void aReportThatFollowsALoneSignIsFound() {
    read("#\n" + REPORT, 5);
    assertThat(passed).hasToString("#\n");
  }
}
