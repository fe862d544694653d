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

  /** In place of an attachment that this process has no room for. */
  static final byte[] NO_ROOM = {};

  private static final byte[][] NONE = {};

  /** In place of all attachments: the bytes themselves are not all there. */
  static final byte[][] CUT = new byte[0][];

  private byte[] bytes;
  private int end;
  private int position;
  private byte[][] attachments;
  private int nextAttachment;

  /** How many bytes were left out, as there was no room for them. */
  private long leftOut;

  /** Whether what was taken lacks something for that reason. */
  private boolean lacks;

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

  /** Reads a message of which something had to be left out. */
  MessageReader lacking(long bytesLeftOut) {
    leftOut = bytesLeftOut;
    return this;
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
    leftOut = 0;
    lacks = false;
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
      rest.leftOut = leftOut;
    }
    position = end;
    nextAttachment = attachments.length;
    return rest;
  }

  /**
   * Takes a part, to be read later, with what is attached to it.
   *
   * @param length its own bytes
   * @param attached how many attachments belong to it
   * @return a reader of its own
   * @throws StreamCorruptedException when too little is left
   */
  MessageReader part(int length, int attached) throws StreamCorruptedException {
    if (attached < 0 || attached > attachments.length - nextAttachment) {
      throw new StreamCorruptedException("damaged message: attachments=" + attached);
    }
    int at = advance(length);
    int first = nextAttachment;
    nextAttachment += attached;
    byte[][] its = Arrays.copyOfRange(attachments, first, nextAttachment);
    if (shared) {
      return new MessageReader(Arrays.copyOfRange(bytes, at, at + length), length, its);
    }
    MessageReader part = new MessageReader(bytes, at + length, its);
    part.position = at;
    part.leftOut = leftOut;
    return part;
  }

  /**
   * Moves what has not been taken to another message.
   *
   * @throws IllegalStateException when something of it had to be left out
   */
  void moveRest(MessageWriter to) {
    if (leftOut > 0) {
      throw new IllegalStateException("cannot pass on what there was no room for: size=" + leftOut);
    }
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
      byte[] attached = attachments[nextAttachment++];
      lacks |= attached == NO_ROOM;
      return attached;
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
    int length = getInt();
    if (length == IN_ATTACHMENT) {
      position -= Integer.BYTES;
      byte[] attached = getBytes();
      return attached == NO_ROOM
          ? Failure.TOO_LARGE
          : text(width, attached, 0, attached.length / width);
    }
    position -= Integer.BYTES;
    getCount(width);
    return text(width, bytes, advance(width * length), length);
  }

  private static String text(int width, byte[] from, int offset, int length) {
    if (width == 1) {
      return new String(from, offset, length, StandardCharsets.ISO_8859_1);
    }
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) { // no charset: halves of a pair travel, too
      chars[i] = (char) (from[offset + 2 * i] << 8 | (from[offset + 2 * i + 1] & 0xFF));
    }
    return new String(chars);
  }

  /**
   * Whether what was taken since this was last asked is not what was sent, as there was no room for
   * it.
   *
   * @throws NoRoomException when it is not
   */
  void requireWhole() throws NoRoomException {
    if (lacks) {
      lacks = false;
      throw new NoRoomException(leftOut);
    }
  }

  /** Passes over that: a text says so itself. */
  void neverMind() {
    lacks = false;
  }

  /**
   * Whether even its own bytes are incomplete, for want of room: what is left of it cannot be read.
   *
   * @return how many bytes were left out; 0 when it is complete
   */
  public long cutBy() {
    return leftOut > 0 && attachments == CUT ? leftOut : 0;
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
