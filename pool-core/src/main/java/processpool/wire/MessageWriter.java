package processpool.wire;

import java.util.Arrays;

/** The bytes of one message, growing as they are put. Numbers are big-endian. Not thread-safe. */
public final class MessageWriter {
  private static final int MAX = Integer.MAX_VALUE - 64;

  private byte[] bytes = new byte[64];
  private int size;

  /** Makes an empty message, as a builder of part of one. */
  public MessageWriter() {}

  /**
   * Begins a message of the given kind.
   *
   * @param kind what the message says
   */
  public MessageWriter(MessageKind kind) {
    putByte(kind.ordinal());
  }

  /**
   * Puts one byte.
   *
   * @param value its low eight bits count
   * @return this
   */
  public MessageWriter putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /**
   * Puts a number of two bytes.
   *
   * @param value its low sixteen bits count
   * @return this
   */
  public MessageWriter putShort(int value) {
    return putByte(value >>> 8).putByte(value);
  }

  /**
   * Puts a number of four bytes.
   *
   * @param value the number
   * @return this
   */
  public MessageWriter putInt(int value) {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  /**
   * Puts a number of eight bytes.
   *
   * @param value the number
   * @return this
   */
  public MessageWriter putLong(long value) {
    return putInt((int) (value >>> 32)).putInt((int) value);
  }

  /**
   * Puts a counted run of bytes.
   *
   * @param from holds it
   * @param offset its start
   * @param length its length
   * @return this
   */
  public MessageWriter putBytes(byte[] from, int offset, int length) {
    putInt(length);
    return append(from, offset, length);
  }

  /**
   * Puts a counted run of bytes.
   *
   * @param from all of it
   * @return this
   */
  public MessageWriter putBytes(byte[] from) {
    return putBytes(from, 0, from.length);
  }

  /**
   * Puts what another writer holds, uncounted.
   *
   * @param other holds it
   * @return this
   */
  public MessageWriter putAll(MessageWriter other) {
    return append(other.bytes, 0, other.size);
  }

  /**
   * Puts text, one byte a character where all fit, two where not.
   *
   * @param text any text
   * @return this
   */
  public MessageWriter putString(String text) {
    int length = text.length();
    boolean narrow = true;
    for (int i = 0; i < length && narrow; i++) {
      narrow = text.charAt(i) <= 0xFF;
    }
    putByte(narrow ? 1 : 2).putInt(length);
    reserve(narrow ? length : 2L * length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!narrow) {
        bytes[size++] = (byte) (c >>> 8);
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /**
   * How many bytes it holds.
   *
   * @return the number
   */
  public int size() {
    return size;
  }

  /**
   * Takes back what was put last.
   *
   * @param newSize how much stays
   */
  public void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * A copy of what it holds.
   *
   * @return the bytes
   */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private MessageWriter append(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
    return this;
  }

  private void reserve(long more) {
    long needed = size + more;
    if (needed > bytes.length) {
      if (needed > MAX) {
        throw new IllegalArgumentException(
            "too large to send to or from a worker: a message holds at most 2 GiB, size=" + needed);
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, Math.max(needed, 2L * bytes.length)));
    }
  }
}
