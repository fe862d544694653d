package processpool.wire;

import java.io.StreamCorruptedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of several pieces, being put together again: see {@link Outbox}. The reader copies what
 * arrived to {@link #target} at {@link #position}, at most {@link #room}, and says {@link #filled}.
 */
final class Assembly {
  private static final int HEAD = 2 * Integer.BYTES;

  /**
   * Room is made for so much at once; for more when so much has arrived, twice as much each time. A
   * damaged length costs no more than that, and all but huge messages are never copied.
   */
  private static final int AT_ONCE = 1 << 26;

  private enum Part {
    HEAD,
    LENGTHS,
    BYTES,
    ATTACHMENTS
  }

  private Part part = Part.HEAD;
  private byte[] target = new byte[HEAD];
  private int wanted = HEAD;
  private int position;
  private byte[] bytes = target;
  private byte[][] attachments = {};
  private MessageReader lengths = new MessageReader(target, 0);
  private int size;
  private int attached;
  private boolean complete;

  byte[] target() {
    return target;
  }

  int position() {
    return position;
  }

  /** None once the message is complete: more must not follow. */
  int room() {
    return complete ? 0 : target.length - position;
  }

  /** So many bytes were copied. */
  void filled(int count) throws StreamCorruptedException {
    position += count;
    while (position == target.length && !complete) {
      if (target.length < wanted) {
        target = Arrays.copyOf(target, (int) Math.min(wanted, 2L * target.length));
      } else {
        next(target);
      }
    }
  }

  /** The message, once it is all there; null until then. */
  @Nullable MessageReader message() {
    return complete ? new MessageReader(bytes, size, attachments) : null;
  }

  private void next(byte[] whole) throws StreamCorruptedException {
    switch (part) {
      case HEAD -> {
        MessageReader head = new MessageReader(whole, HEAD);
        size = length(head);
        int count = length(head);
        if (count > size / Integer.BYTES) { // each attachment is named in the bytes
          throw new StreamCorruptedException("damaged message: attachments=" + count);
        }
        part = Part.LENGTHS;
        expect(count * Integer.BYTES);
      }
      case LENGTHS -> {
        lengths = new MessageReader(whole, whole.length);
        attachments = new byte[whole.length / Integer.BYTES][];
        part = Part.BYTES;
        expect(size);
      }
      case BYTES -> {
        bytes = whole;
        part = Part.ATTACHMENTS;
        expectAttachment();
      }
      case ATTACHMENTS -> {
        attachments[attached++] = whole;
        expectAttachment();
      }
    }
  }

  private void expectAttachment() throws StreamCorruptedException {
    complete = attached == attachments.length;
    if (!complete) {
      expect(length(lengths));
    }
  }

  private void expect(int length) {
    wanted = length;
    target = new byte[Math.min(length, AT_ONCE)];
    position = 0;
  }

  private static int length(MessageReader from) throws StreamCorruptedException {
    int length = from.getInt();
    if (length < 0) {
      throw new StreamCorruptedException("damaged message: length=" + length);
    }
    return length;
  }
}
