package processpool.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one message, growing as they are put. Numbers are big-endian. Large runs of bytes
 * are not copied: the message holds on to the caller's array, as an attachment, until it is sent.
 * Not thread-safe.
 */
public class MessageWriter {
  /** Runs of bytes from this size on are attached. */
  static final int ATTACHED = 4096;

  /** Texts from so many characters on are attached. */
  private static final int LONG_TEXT = 1 << 16;

  private static final int MAX = Integer.MAX_VALUE - 64;

  private byte[] bytes;
  private int size;

  /**
   * The last eight bytes that were put, if they were put as numbers, and from where on they were:
   * who wants them need not read them, which takes long before they have reached the cache.
   */
  private long latest;

  private int numbersFrom;
  private final List<byte[]> attachments = new ArrayList<>(0);

  /** Those of them that nobody else has. */
  private @Nullable Set<byte[]> own;

  /** Makes an empty message, as a builder of part of one. */
  public MessageWriter() {
    bytes = new byte[64];
  }

  /**
   * Begins a message of the given kind.
   *
   * @param kind what it says, {@link ToWorker} or {@link ToParent}
   */
  public MessageWriter(Enum<?> kind) {
    this();
    putByte(kind.ordinal());
  }

  /**
   * Begins a message of the given kind, which takes the place of whatever is there.
   *
   * @param kind what it says, {@link ToWorker} or {@link ToParent}
   * @return this
   */
  public MessageWriter restart(Enum<?> kind) {
    clear();
    return putByte(kind.ordinal());
  }

  /** Something is named that must not go before this does; see {@link KeepingWriter}. */
  void keep(Object named) {}

  /**
   * Puts one byte in the place of another.
   *
   * @param mark where that one was put
   * @param value its low eight bits count
   */
  public void setByte(long mark, int value) {
    bytes[(int) mark] = (byte) value;
  }

  /**
   * Puts a number of four bytes in the place of another.
   *
   * @param mark where that one was put
   * @param value the number
   */
  public void setInt(long mark, int value) {
    int at = (int) mark;
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  /**
   * Whether something put since is a large run of bytes, held on to and not copied.
   *
   * @param mark what {@link #mark()} returned
   * @return whether
   */
  public boolean hasAttachedSince(long mark) {
    return attachments.size() > (int) (mark >>> 32);
  }

  /** Forgets everything, so that nothing large is kept alive. */
  public void clear() {
    reset(0);
    if (bytes.length > 1 << 16) {
      bytes = new byte[64];
    }
  }

  /**
   * Puts one byte.
   *
   * @param value its low eight bits count
   * @return this
   */
  public final MessageWriter putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    latest = latest << Byte.SIZE | (value & 0xFF);
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
    int at = size;
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
    size = at + 4;
    latest = latest << Integer.SIZE | (value & 0xFFFF_FFFFL);
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
   * Puts a counted run of bytes. A large one must not be changed until the message is sent.
   *
   * @param from all of it
   * @return this
   */
  public MessageWriter putBytes(byte[] from) {
    if (from.length >= ATTACHED) {
      attachments.add(from);
      return putInt(MessageReader.IN_ATTACHMENT);
    }
    return putBytes(from, 0, from.length);
  }

  /** Puts a counted run of bytes that nobody else has. */
  MessageWriter putOwnBytes(byte[] from) {
    if (from.length >= ATTACHED) {
      if (own == null) {
        own = Collections.newSetFromMap(new IdentityHashMap<>());
      }
      own.add(from);
    }
    return putBytes(from);
  }

  /**
   * Puts a counted run of bytes in the place of what was put since: attached, it can be left out
   * without what lies around it. Not if something attached is among it.
   *
   * @param mark what {@link #mark()} returned
   * @param tag says that this was done
   */
  void attachSince(long mark, int tag) {
    int from = (int) mark;
    if (size - from >= LONG_TEXT && !hasAttachedSince(mark)) {
      byte[] alone = Arrays.copyOfRange(bytes, from, size);
      reset(mark);
      putByte(tag).putOwnBytes(alone);
    }
  }

  /**
   * Puts a counted run of bytes; copies it.
   *
   * @param from holds it
   * @param offset its start
   * @param length its length
   * @return this
   */
  public MessageWriter putBytes(byte[] from, int offset, int length) {
    return putInt(length).append(from, offset, length);
  }

  /**
   * Puts what another writer holds, uncounted.
   *
   * @param other holds it
   * @return this
   */
  public MessageWriter putAll(MessageWriter other) {
    attachments.addAll(other.attachments);
    return append(other.bytes, 0, other.size);
  }

  /**
   * Puts what a reader has left, uncounted, whatever it is; the reader has nothing left then.
   *
   * @param from holds it
   * @return this
   */
  public MessageWriter putRest(MessageReader from) {
    from.moveRest(this);
    return this;
  }

  /** Puts bytes of a message, and what they name as attached. */
  void putPart(byte[] from, int offset, int length, List<byte[]> attached) {
    attachments.addAll(attached);
    append(from, offset, length);
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
    putByte(narrow ? 1 : 2);
    if (length >= LONG_TEXT) {
      return putOwnBytes(narrow ? text.getBytes(StandardCharsets.ISO_8859_1) : wide(text));
    }
    putInt(length);
    reserve(narrow ? length : 2L * length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!narrow) {
        bytes[size++] = (byte) (c >>> 8);
      }
      bytes[size++] = (byte) c;
    }
    numbersFrom = size;
    return this;
  }

  private static byte[] wide(String text) {
    if (text.length() > MAX / 2) {
      throw TooLarge.forAMessage(2L * text.length());
    }
    byte[] wide = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) { // no charset: halves of a pair travel, too
      wide[2 * i] = (byte) (text.charAt(i) >>> 8);
      wide[2 * i + 1] = (byte) text.charAt(i);
    }
    return wide;
  }

  /**
   * Where the next thing will be put: for {@link #reset(long)}.
   *
   * @return the place
   */
  public long mark() {
    return (long) attachments.size() << 32 | size;
  }

  /**
   * Takes back what was put since.
   *
   * @param mark what {@link #mark()} returned
   */
  public void reset(long mark) {
    size = (int) mark;
    numbersFrom = size;
    int attached = (int) (mark >>> 32);
    if (attached == 0) {
      own = null;
    }
    if (attached < attachments.size()) {
      attachments.subList(attached, attachments.size()).clear();
    }
  }

  /**
   * Makes copies of the large runs of bytes put since, so that they may be changed from now on.
   *
   * @param mark what {@link #mark()} returned, or 0 for all
   * @return this
   */
  public MessageWriter detach(long mark) {
    for (int i = (int) (mark >>> 32); i < attachments.size(); i++) {
      if (own == null || !own.contains(attachments.get(i))) {
        attachments.set(i, attachments.get(i).clone());
      }
    }
    return this;
  }

  /**
   * How much room it takes on its way, attachments included.
   *
   * @return bytes
   */
  public long length() {
    long length = size;
    for (byte[] attached : attachments) {
      length += attached.length;
    }
    return length;
  }

  /**
   * A copy of what it holds, which must be without large runs of bytes.
   *
   * @return the bytes
   */
  public byte[] toByteArray() {
    if (!attachments.isEmpty()) {
      throw new IllegalStateException("attachments=" + attachments.size());
    }
    return Arrays.copyOf(bytes, size);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether all that was put from there on were numbers, and {@link #latest} has all of it. */
  boolean isLatest(int from) {
    return from >= numbersFrom && size - from <= Long.BYTES;
  }

  /** The last eight bytes that were put, the last one lowest. */
  long latest() {
    return latest;
  }

  int size() {
    return size;
  }

  List<byte[]> attachments() {
    return attachments;
  }

  private MessageWriter append(byte[] from, int offset, int length) {
    reserve(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
    numbersFrom = size;
    return this;
  }

  private void reserve(long more) {
    long needed = size + more;
    if (needed > bytes.length) {
      grow(needed);
    }
  }

  private void grow(long needed) {
    if (needed > MAX) {
      throw TooLarge.forAMessage(needed);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(MAX, Math.max(needed, 2L * bytes.length)));
  }
}
