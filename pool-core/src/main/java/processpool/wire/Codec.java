package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into bytes and back: a tag and a few bytes for what tasks mostly carry, Java
 * serialization for the rest. Serialization costs a worker tens of milliseconds at its first use,
 * so the common case stays clear of it.
 */
public final class Codec {
  private static final int NULL = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int INTEGER = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 5;
  private static final int FLOAT = 6;
  private static final int SHORT = 7;
  private static final int BYTE = 8;
  private static final int CHARACTER = 9;
  private static final int STRING = 10;
  private static final int BYTES = 11;
  private static final int INTS = 12;
  private static final int LONGS = 13;
  private static final int DOUBLES = 14;
  private static final int ARRAY_LIST = 15;
  private static final int SERIALIZED = 16;

  /** A long list, in an attachment of its own. */
  private static final int PLAIN = 17;

  /** The handle of a shared value. */
  private static final int SHARED = 100;

  /** Lists nested deeper than this, or holding themselves, go through Java serialization. */
  private static final int MAX_DEPTH = 8;

  /** Reading more than this is left to those who want it. */
  private static final int LARGE = 1 << 16;

  /**
   * For values that need none; a constant, as asking for the system's takes longer than reading
   * one.
   */
  private static final ClassLoader NO_CLASSES = ClassLoader.getSystemClassLoader();

  /** Whether there are handles of shared values: a program that has none does not load them. */
  private static boolean sharing;

  private Codec() {}

  /** From now on there are. Whoever is handed one sees this, too. */
  static void sharingBegins() {
    sharing = true;
  }

  static boolean isHandle(Object value) {
    return sharing && value instanceof SharedHandle;
  }

  /**
   * A value that has been turned into bytes: what may change, or runs somebody's code to say what
   * it is, is written when it is handed in, by who hands it in.
   */
  private record Encoded(MessageWriter bytes) {}

  /**
   * Makes a value ready to be written later, when writing it runs nobody's code and does not fail.
   *
   * @param value any value, or null
   * @return the value itself, or what stands for it
   * @throws IOException when it cannot be serialized; NotSerializableException names the class
   */
  public static @Nullable Object prepare(@Nullable Object value) throws IOException {
    if (plainSize(value) >= 0) {
      return value;
    }
    MessageWriter bytes = sharing ? new KeepingWriter() : new MessageWriter();
    encode(value, bytes);
    return new Encoded(bytes.detach(0));
  }

  /**
   * How long a value is on its way.
   *
   * @param prepared what {@link #prepare} returned
   * @return about how many bytes it takes
   */
  public static long size(@Nullable Object prepared) {
    return prepared instanceof Encoded encoded ? encoded.bytes.length() : plainSize(prepared);
  }

  /**
   * How long a value is on its way that needs no {@link #prepare}.
   *
   * @param value any value, or null
   * @return about how many bytes it takes; below 0 for one that must be prepared first
   */
  public static long plainSize(@Nullable Object value) {
    if (value == null
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean
        || value instanceof Float
        || value instanceof Short
        || value instanceof Byte
        || value instanceof Character) {
      return 1 + Long.BYTES;
    } else if (value instanceof String s) {
      return 6 + 2L * s.length();
    } else if (value instanceof byte[] bytes) {
      return 5L + bytes.length;
    } else if (value instanceof int[] ints) {
      return 5 + 4L * ints.length;
    } else if (value instanceof long[] longs) {
      return 5 + 8L * longs.length;
    } else if (value instanceof double[] doubles) {
      return 5 + 8L * doubles.length;
    }
    return -1;
  }

  /**
   * Writes a value.
   *
   * @param value any value, or null, or what {@link #prepare} returned
   * @param to where it goes; as before when this fails
   * @throws IOException when it cannot be serialized; NotSerializableException names the class
   */
  public static void encode(@Nullable Object value, MessageWriter to) throws IOException {
    if (value instanceof Encoded encoded) {
      to.putAll(encoded.bytes);
      return;
    }
    long before = to.mark();
    if (sharesSomething(value) || !encodeSimple(value, to, 0)) {
      byte[] serialized = Serialization.serialize(value, to);
      to.putByte(SERIALIZED).putOwnBytes(serialized);
    } else if (value instanceof ArrayList) {
      to.attachSince(before, PLAIN);
    }
  }

  /** Whether a list holds something twice that can be changed: a copy must, too. */
  private static boolean sharesSomething(@Nullable Object value) {
    if (value == null || value.getClass() != ArrayList.class) {
      return false;
    }
    for (Object item : (List<?>) value) {
      if (canBeShared(item)) {
        return holdsTwice(value, Collections.newSetFromMap(new IdentityHashMap<>()), 0);
      }
    }
    return false;
  }

  private static boolean canBeShared(@Nullable Object item) {
    return item != null && (item.getClass() == ArrayList.class || item.getClass().isArray());
  }

  private static boolean holdsTwice(Object value, Set<Object> seen, int depth) {
    if (!seen.add(value)) {
      return true;
    }
    if (depth < MAX_DEPTH && value instanceof ArrayList<?> list) {
      for (Object item : list) {
        if (canBeShared(item) && holdsTwice(item, seen, depth + 1)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Tries the short forms; when it returns false it has written nothing. */
  private static boolean encodeSimple(@Nullable Object value, MessageWriter to, int depth) {
    if (value == null) {
      to.putByte(NULL);
    } else if (value instanceof Integer i) {
      to.putByte(INTEGER).putInt(i);
    } else if (value instanceof String s) {
      to.putByte(STRING).putString(s);
    } else if (value instanceof Long l) {
      to.putByte(LONG).putLong(l);
    } else if (value instanceof Double d) {
      to.putByte(DOUBLE).putLong(Double.doubleToRawLongBits(d));
    } else if (value instanceof Boolean b) {
      to.putByte(b ? TRUE : FALSE);
    } else if (value instanceof Float f) {
      to.putByte(FLOAT).putInt(Float.floatToRawIntBits(f));
    } else if (value instanceof Short s) {
      to.putByte(SHORT).putShort(s);
    } else if (value instanceof Byte b) {
      to.putByte(BYTE).putByte(b);
    } else if (value instanceof Character c) {
      to.putByte(CHARACTER).putShort(c);
    } else if (value instanceof byte[] bytes) {
      to.putByte(BYTES).putBytes(bytes);
    } else if (value instanceof int[] ints) {
      byte[] bytes = room(ints.length, Integer.BYTES);
      ByteBuffer.wrap(bytes).asIntBuffer().put(ints);
      to.putByte(INTS).putOwnBytes(bytes);
    } else if (value instanceof long[] longs) {
      byte[] bytes = room(longs.length, Long.BYTES);
      ByteBuffer.wrap(bytes).asLongBuffer().put(longs);
      to.putByte(LONGS).putOwnBytes(bytes);
    } else if (value instanceof double[] doubles) {
      byte[] bytes = room(doubles.length, Double.BYTES);
      ByteBuffer.wrap(bytes).asDoubleBuffer().put(doubles);
      to.putByte(DOUBLES).putOwnBytes(bytes);
    } else if (value.getClass() == ArrayList.class) {
      return encodeList((List<?>) value, to, depth);
    } else if (isHandle(value)) {
      ((SharedHandle) value).putTo(to.putByte(SHARED));
    } else {
      return false;
    }
    return true;
  }

  private static byte[] room(int count, int bytesEach) {
    long size = (long) count * bytesEach;
    if (size > Serialization.MAX) {
      throw TooLarge.forAMessage(size);
    }
    return new byte[(int) size];
  }

  private static boolean encodeList(List<?> list, MessageWriter to, int depth) {
    if (depth == MAX_DEPTH) {
      return false;
    }
    long before = to.mark();
    to.putByte(ARRAY_LIST).putInt(list.size());
    for (Object item : list) {
      if (!encodeSimple(item, to, depth + 1)) {
        to.reset(before);
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a value if that takes little and runs nobody's code, and otherwise takes its bytes.
   *
   * @param from stands at its first byte
   * @param last whether nothing follows it
   * @return the value, null or {@link UnreadValue}
   * @throws IOException when the bytes are damaged
   */
  public static @Nullable Object arrive(MessageReader from, boolean last) throws IOException {
    if (last && from.remaining() > LARGE) {
      return new UnreadValue(from.rest());
    }
    try {
      Object value = arriveNow(from);
      from.requireWhole();
      return value;
    } catch (NoRoomException lacking) {
      return new UnreadValue(lacking);
    }
  }

  /**
   * In the place of a value whose message is cut short.
   *
   * @param size how much of the message there was no room for
   * @return what fails to be read, for that reason
   */
  public static UnreadValue lost(long size) {
    return new UnreadValue(new NoRoomException(size));
  }

  private static @Nullable Object arriveNow(MessageReader from) throws IOException {
    int tag = from.getByte();
    if (tag == SERIALIZED) {
      byte[] serialized = from.getBytes();
      MessageWriter alone = new MessageWriter().putByte(SERIALIZED).putBytes(serialized);
      return new UnreadValue(MessageReader.of(alone));
    }
    try {
      return value(tag, from, NO_CLASSES, 0);
    } catch (ClassNotFoundException noneIsAskedFor) {
      throw new StreamCorruptedException("damaged value: a class in a plain one");
    }
  }

  /**
   * Reads a value.
   *
   * @param from stands at its first byte
   * @param loader finds the classes of serialized objects
   * @return the value, or null
   * @throws IOException when the bytes are damaged or an object refuses to be read
   * @throws ClassNotFoundException when a class is missing on this side
   */
  public static @Nullable Object decode(MessageReader from, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    Object value = decode(from, loader, 0);
    from.requireWhole();
    return value;
  }

  private static @Nullable Object decode(MessageReader from, ClassLoader loader, int depth)
      throws IOException, ClassNotFoundException {
    return value(from.getByte(), from, loader, depth);
  }

  private static @Nullable Object value(int tag, MessageReader from, ClassLoader loader, int depth)
      throws IOException, ClassNotFoundException {
    switch (tag) {
      case NULL:
        return null;
      case TRUE:
        return true;
      case FALSE:
        return false;
      case INTEGER:
        return from.getInt();
      case LONG:
        return from.getLong();
      case DOUBLE:
        return Double.longBitsToDouble(from.getLong());
      case FLOAT:
        return Float.intBitsToFloat(from.getInt());
      case SHORT:
        return (short) from.getShort();
      case BYTE:
        return (byte) from.getByte();
      case CHARACTER:
        return (char) from.getShort();
      case STRING:
        return from.getString();
      case BYTES:
        return from.getBytes();
      case INTS:
        byte[] intBytes = from.getBytes();
        int[] ints = new int[intBytes.length / Integer.BYTES];
        ByteBuffer.wrap(intBytes).asIntBuffer().get(ints);
        return ints;
      case LONGS:
        byte[] longBytes = from.getBytes();
        long[] longs = new long[longBytes.length / Long.BYTES];
        ByteBuffer.wrap(longBytes).asLongBuffer().get(longs);
        return longs;
      case DOUBLES:
        byte[] doubleBytes = from.getBytes();
        double[] doubles = new double[doubleBytes.length / Double.BYTES];
        ByteBuffer.wrap(doubleBytes).asDoubleBuffer().get(doubles);
        return doubles;
      case ARRAY_LIST:
        if (depth == MAX_DEPTH) {
          throw new StreamCorruptedException(
              "damaged value: lists nested deeper than any are sent");
        }
        int size = from.getCount(1);
        List<@Nullable Object> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          list.add(decode(from, loader, depth + 1));
        }
        return list;
      case SERIALIZED:
        if (depth > 0) {
          throw new StreamCorruptedException("damaged value: serialized inside a plain one");
        }
        byte[] serialized = from.getBytes();
        from.requireWhole();
        return Serialization.deserialize(serialized, loader);
      case SHARED:
        return SharedHandle.read(from, loader);
      case PLAIN:
        if (depth > 0) {
          throw new StreamCorruptedException("damaged value: a list apart inside another");
        }
        byte[] apart = from.getBytes();
        from.requireWhole();
        MessageReader inside = new MessageReader(apart, apart.length);
        if (inside.getByte() != ARRAY_LIST) {
          throw new StreamCorruptedException("damaged value: no list where one was sent apart");
        }
        return value(ARRAY_LIST, inside, loader, 0);
      default:
        throw new StreamCorruptedException("damaged value: tag=" + tag);
    }
  }
}
