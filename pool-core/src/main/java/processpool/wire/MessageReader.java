package processpool.wire;

import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;

/**
 * Takes a message apart in the order in which a {@link MessageWriter} built it. Not thread-safe.
 */
public final class MessageReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  /**
   * Reads from an array.
   *
   * @param bytes holds the message
   * @param length how much of it counts
   */
  public MessageReader(byte[] bytes, int length) {
    this.bytes = bytes;
    this.end = length;
  }

  /**
   * Takes the kind a message begins with.
   *
   * @return the kind
   * @throws StreamCorruptedException when it is none
   */
  public MessageKind kind() throws StreamCorruptedException {
    return MessageKind.of(getByte());
  }

  /**
   * Looks at the kind a message begins with, without taking it.
   *
   * @param kind which
   * @return whether it is that; only before anything was taken
   */
  public boolean is(MessageKind kind) {
    return position == 0 && end > 0 && bytes[0] == kind.ordinal();
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
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (bytes[at + i] & 0xFF);
    }
    return value;
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
   * @return a copy
   * @throws StreamCorruptedException when too little is left
   */
  public byte[] getBytes() throws StreamCorruptedException {
    int length = getCount(1);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, advance(length), copy, 0, length);
    return copy;
  }

  /**
   * Takes text.
   *
   * @return the text
   * @throws StreamCorruptedException when too little is left
   */
  public String getString() throws StreamCorruptedException {
    int width = getByte();
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
