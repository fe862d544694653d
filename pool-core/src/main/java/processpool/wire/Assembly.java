package processpool.wire;

import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * A message of several pieces, being put together again: see {@link Outbox}. The reader copies what
 * arrived to {@link #target} at {@link #position}, at most {@link #room}, and says {@link #filled}.
 */
final class Assembly {
  private static final int HEAD = 2 * Integer.BYTES;

  private enum Part {
    HEAD,
    LENGTHS,
    BYTES,
    ATTACHMENTS
  }

  private Part part = Part.HEAD;
  private byte[] target = new byte[HEAD];
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

  int room() {
    return target.length - position;
  }

  /** So many bytes were copied. */
  void filled(int count) throws StreamCorruptedException {
    position += count;
    while (position == target.length && !complete) {
      next();
    }
  }

  /** The message, once it is all there; null until then. */
  @Nullable MessageReader message() {
    return complete ? new MessageReader(bytes, size, attachments) : null;
  }

  private void next() throws StreamCorruptedException {
    position = 0;
    switch (part) {
      case HEAD -> {
        MessageReader head = new MessageReader(target, HEAD);
        size = length(head);
        int count = length(head);
        if (count > size) { // each attachment is named in the bytes
          throw new StreamCorruptedException("damaged message: attachments=" + count);
        }
        attachments = new byte[count][];
        target = new byte[count * Integer.BYTES];
        part = Part.LENGTHS;
      }
      case LENGTHS -> {
        lengths = new MessageReader(target, target.length);
        bytes = new byte[size];
        target = bytes;
        part = Part.BYTES;
      }
      default -> {
        part = Part.ATTACHMENTS;
        complete = attached == attachments.length;
        if (!complete) { // made one at a time: a damaged length costs no more than its own array
          target = new byte[length(lengths)];
          attachments[attached++] = target;
        }
      }
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
