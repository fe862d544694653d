package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker had ready is found as it was noted, whatever it is and however it was put. */
@Timeout(60)
class DraftTest {
  private static final int TICKET = 7;

  /** Some as long as the numbers that a draft takes at once, some a little longer, some far. */
  private static final List<Object> VALUES =
      Arrays.asList(
          1,
          -1,
          Integer.MAX_VALUE,
          null,
          true,
          (byte) 3,
          'x',
          2.5f,
          Long.MIN_VALUE,
          Math.PI,
          "",
          "a",
          "ab",
          "abc",
          "日本",
          "twelve bytes",
          new byte[] {1, 2},
          "y".repeat(1000),
          new ArrayList<>(List.of(1, 2)),
          new ArrayList<>(List.of("a")),
          new java.util.Date(5));

  private final Draft draft =
      new Draft(
          ByteBuffer.allocateDirect(Draft.CAPACITY + 4096).order(ByteOrder.nativeOrder()), 64);
  private final MessageWriter message = new MessageWriter();

  private boolean note(Object value) throws Exception {
    long mark = message.mark();
    message.putByte(1);
    Codec.encode(value, message);
    return draft.note(message, mark);
  }

  private static List<Object> read(Draft.Left left) throws Exception {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < left.count(); i++) {
      assertThat(left.outcomes().getByte()).isEqualTo((byte) 1);
      values.add(Codec.decode(left.outcomes(), DraftTest.class.getClassLoader()));
    }
    assertThat(left.outcomes().remaining()).isZero();
    return values;
  }

  private void begin(int first) {
    message.restart(ToParent.PROGRESS).putInt(1).putInt(2);
    draft.restart(TICKET, first);
  }

  @Test
  void eachValueBehindEachOther() throws Exception {
    for (Object before : VALUES) {
      for (Object value : VALUES) {
        begin(3);
        assertThat(note(before)).isTrue();
        assertThat(note(value)).isTrue();
        Draft.Left left = draft.left(TICKET);
        assertThat(left.first()).isEqualTo(3);
        assertThat(read(left)).usingRecursiveComparison().isEqualTo(Arrays.asList(before, value));
      }
    }
  }

  @Test
  void whatWasTakenBackLeavesNoTrace() throws Exception {
    begin(0);
    long mark = message.mark();
    message.putByte(9).putInt(12_345);
    message.reset(mark);
    assertThat(note(5)).isTrue();
    assertThat(read(draft.left(TICKET))).containsExactly(5);
  }

  @Test
  void nothingIsFoundOfAnotherChunkOrBeforeTheFirst() throws Exception {
    begin(0);
    assertThat(draft.left(TICKET)).isNull();
    note(5);
    assertThat(draft.left(TICKET + 1)).isNull();
    draft.restart(TICKET + 1, 0);
    assertThat(draft.left(TICKET)).isNull();
  }

  @Test
  void whatDoesNotFitIsRefusedAndWhatWasThereStays() throws Exception {
    begin(0);
    int fitting = 0;
    while (note("z".repeat(1000))) {
      fitting++;
    }
    assertThat(fitting).isBetween(25, 33);
    assertThat(read(draft.left(TICKET))).hasSize(fitting);
  }
}
