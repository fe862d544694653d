package processpool.wire;

import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes a message apart in the order in which a {@link MessageWriter} built it. Not thread-safe.
 */
public final class MessageReader {
  /** In place of a run's length: the run is the message's next attachment. */
  static final int IN_ATTACHMENT = -1;

  private static final byte[][] NONE = {};

  private byte[] bytes;
  private int end;
  private int position;
  private byte[][] attachments;
  private int nextAttachment;

  /** Whether the bytes will be those of another message once this one has been read. */
  private boolean shared;

  /**
   * Reads from an array.
   *
   * @param bytes holds the message
   * @param length how much of it counts
   */
  public MessageReader(byte[] bytes, int length) {
    this(bytes, length, NONE);
  }

  MessageReader(byte[] bytes, int length, byte[][] attachments) {
    this.bytes = bytes;
    this.end = length;
    this.attachments = attachments;
  }

  /** Reads what a writer holds, now that it is written. */
  static MessageReader of(MessageWriter written) {
    return new MessageReader(
        written.bytes(), written.size(), written.attachments().toArray(new byte[0][]));
  }

  /** Goes on with another message without attachments. */
  MessageReader restart(byte[] newBytes, int length) {
    bytes = newBytes;
    end = length;
    position = 0;
    attachments = NONE;
    nextAttachment = 0;
    shared = true;
    return this;
  }

  /**
   * Looks at the next byte without taking it.
   *
   * @return 0 to 255
   * @throws StreamCorruptedException when nothing is left
   */
  public int peekByte() throws StreamCorruptedException {
    int next = getByte();
    position--;
    return next;
  }

  /**
   * How much has not been taken, attachments included.
   *
   * @return bytes
   */
  public long remaining() {
    long left = (long) end - position;
    for (int i = nextAttachment; i < attachments.length; i++) {
      left += attachments[i].length;
    }
    return left;
  }

  /**
   * What has not been taken, to be read later; this reader, which may be used again for another
   * message, has nothing left.
   *
   * @return a reader of its own
   */
  public MessageReader rest() {
    MessageReader rest =
        shared
            ? new MessageReader(Arrays.copyOfRange(bytes, position, end), end - position)
            : new MessageReader(bytes, end, attachments);
    if (!shared) {
      rest.position = position;
      rest.nextAttachment = nextAttachment;
    }
    position = end;
    nextAttachment = attachments.length;
    return rest;
  }

  /** Moves what has not been taken to another message. */
  void moveRest(MessageWriter to) {
    to.putPart(
        bytes,
        position,
        end - position,
        Arrays.asList(attachments).subList(nextAttachment, attachments.length));
    position = end;
    nextAttachment = attachments.length;
  }

  /**
   * Takes one byte.
   *
   * @return 0 to 255
   * @throws StreamCorruptedException when nothing is left
   */
  public int getByte() throws StreamCorruptedException {
    return bytes[advance(1)] & 0xFF;
  }

  /**
   * Takes two bytes.
   *
   * @return 0 to 65535
   * @throws StreamCorruptedException when too little is left
   */
  public int getShort() throws StreamCorruptedException {
    return getByte() << 8 | getByte();
  }

  /**
   * Takes four bytes.
   *
   * @return the number
   * @throws StreamCorruptedException when too little is left
   */
  public int getInt() throws StreamCorruptedException {
    int at = advance(4);
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  /**
   * Takes eight bytes.
   *
   * @return the number
   * @throws StreamCorruptedException when too little is left
   */
  public long getLong() throws StreamCorruptedException {
    return ((long) getInt() << 32) | (getInt() & 0xFFFF_FFFFL);
  }

  /**
   * Takes the number of things that follow.
   *
   * @param bytesEach the least that each of them takes
   * @return the number; never more than the message can still hold
   * @throws StreamCorruptedException when the message cannot hold that many
   */
  public int getCount(int bytesEach) throws StreamCorruptedException {
    int count = getInt();
    if (count < 0 || (long) count * bytesEach > end - position) {
      throw new StreamCorruptedException("damaged message: count=" + count);
    }
    return count;
  }

  /**
   * Takes a counted run of bytes.
   *
   * @return the bytes, an array of the caller's own
   * @throws StreamCorruptedException when too little is left
   */
  public byte[] getBytes() throws StreamCorruptedException {
    int length = getInt();
    if (length == IN_ATTACHMENT) {
      if (nextAttachment == attachments.length) {
        throw new StreamCorruptedException("damaged message: attachment=" + nextAttachment);
      }
      return attachments[nextAttachment++];
    }
    int from = advance(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /**
   * Takes text.
   *
   * @return the text
   * @throws StreamCorruptedException when too little is left
   */
  public String getString() throws StreamCorruptedException {
    int width = getByte();
    if (width != 1 && width != 2) {
      throw new StreamCorruptedException("damaged message: width=" + width);
    }
    int length = getCount(width);
    if (width == 1) {
      return new String(bytes, advance(length), length, StandardCharsets.ISO_8859_1);
    }
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) getShort();
    }
    return new String(chars);
  }

  private int advance(int length) throws StreamCorruptedException {
    if (length < 0 || length > end - position) {
      throw new StreamCorruptedException(
          "damaged message: wanted=" + length + ", left=" + (end - position));
    }
    int at = position;
    position += length;
    return at;
  }
}
