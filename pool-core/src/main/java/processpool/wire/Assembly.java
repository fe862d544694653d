package processpool.wire;

import java.io.StreamCorruptedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of several pieces, being put together again: see {@link Outbox}. The reader copies what
 * arrived to {@link #target} at {@link #position}, at most {@link #room}, and says {@link #filled}.
 *
 * <p>What this process has no room for is passed over: the message is there all the same, without
 * its attachments, or cut short after its first bytes. So it is known whose result it is, and the
 * heap is not left full to the brim.
 */
final class Assembly {
  private static final int HEAD = 2 * Integer.BYTES;

  /**
   * Room is made for so much at once; for more when so much has arrived, twice as much each time. A
   * damaged length costs no more than that, and all but huge messages are never copied.
   */
  private static final int AT_ONCE = 1 << 26;

  /** What is passed over is copied here by everybody; nobody reads it. */
  private static final byte[] NOWHERE = new byte[1 << 16];

  /** So much is kept of a message that is cut short: whose it is, and what came of how many. */
  private static final int KEPT = 64;

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

  /** How much of the target is to be filled. */
  private int limit = HEAD;

  /** How much of this part is still to be passed over, and how much has been of all. */
  private int passedOver;

  private long leftOut;
  private byte[] bytes = target;
  private byte[][] attachments = {};
  private MessageReader lengths = new MessageReader(target, 0);
  private int size;
  private int attached;
  private boolean cut;
  private boolean complete;

  byte[] target() {
    return target;
  }

  int position() {
    return position;
  }

  /** None once the message is complete: more must not follow. */
  int room() {
    return complete ? 0 : limit - position;
  }

  /** So many bytes were copied. */
  void filled(int count) throws StreamCorruptedException {
    position += count;
    while (position == limit && !complete) {
      if (passedOver > 0) {
        passOver(passedOver - limit);
      } else if (target.length < wanted) {
        grow();
      } else {
        next(target);
      }
    }
  }

  private void grow() throws StreamCorruptedException {
    try {
      target = Arrays.copyOf(target, (int) Math.min(wanted, 2L * target.length));
      limit = target.length;
    } catch (OutOfMemoryError full) {
      beginPassingOver();
    }
  }

  private void beginPassingOver() throws StreamCorruptedException {
    if (part == Part.BYTES) {
      bytes = Arrays.copyOf(target, Math.min(position, KEPT));
      cut = true;
    }
    Arrays.fill(attachments, 0, attached, MessageReader.NO_ROOM);
    leftOut += wanted;
    int left = wanted - position;
    target = NOWHERE;
    passOver(left);
  }

  private void passOver(int left) throws StreamCorruptedException {
    passedOver = left;
    position = 0;
    limit = Math.min(left, NOWHERE.length);
    if (left == 0) {
      next(MessageReader.NO_ROOM);
    }
  }

  /** The message, once it is all there; null until then. */
  @Nullable MessageReader message() {
    return complete
        ? new MessageReader(bytes, bytes.length, cut ? MessageReader.CUT : attachments)
            .lacking(leftOut)
        : null;
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
        if (!cut) {
          bytes = whole;
        }
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

  private void expect(int length) throws StreamCorruptedException {
    wanted = length;
    position = 0;
    try {
      target = new byte[leftOut > 0 ? 0 : Math.min(length, AT_ONCE)];
    } catch (OutOfMemoryError full) {
      target = new byte[part == Part.BYTES ? Math.min(length, KEPT) : 0];
    }
    limit = target.length;
    if (limit == 0 && length > 0) {
      beginPassingOver();
    }
  }

  private static int length(MessageReader from) throws StreamCorruptedException {
    int length = from.getInt();
    if (length < 0) {
      throw new StreamCorruptedException("damaged message: length=" + length);
    }
    return length;
  }
}
