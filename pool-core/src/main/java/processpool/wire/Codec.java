package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
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
  private static final int ARRAY_LIST = 15;
  private static final int SERIALIZED = 16;

  /** A long value, in an attachment of its own. */
  private static final int APART = 17;

  /** What {@link ObjectWriter} wrote: its length, how much of it is attached, and the value. */
  private static final int OBJECTS = 18;

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
    if (!sharesSomething(value) && encodeSimple(value, to, 0)) {
      if (value instanceof ArrayList) {
        to.attachSince(before, APART);
      }
    } else if (value != null && encodeObjects(value, to)) {
      to.attachSince(before, APART);
    } else {
      byte[] serialized = Serialization.serialize(value, to);
      to.putByte(SERIALIZED).putOwnBytes(serialized);
    }
  }

  private static boolean encodeObjects(Object value, MessageWriter to) throws IOException {
    if (Kind.of(value.getClass()) == Kind.NONE) {
      return false;
    }
    long before = to.mark();
    to.putByte(OBJECTS).putInt(0).putInt(0);
    long begin = to.mark();
    boolean whole = false;
    try {
      whole = ObjectWriter.write(value, to);
    } finally {
      if (!whole) {
        to.reset(before);
      }
    }
    if (whole) {
      long written = to.mark() - begin; // of attachments, and of bytes
      to.setInt(before + 1, (int) written);
      to.setInt(before + 1 + Integer.BYTES, (int) (written >>> Integer.SIZE));
    }
    return whole;
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
    return Plain.write(value, to)
        || (value instanceof ArrayList<?> list
            && list.getClass() == ArrayList.class
            && encodeList(list, to, depth))
        || encodeHandle(value, to);
  }

  private static boolean encodeHandle(@Nullable Object value, MessageWriter to) {
    if (value == null || !isHandle(value)) {
      return false;
    }
    ((SharedHandle) value).putTo(to.putByte(SHARED));
    return true;
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
    if (tag == OBJECTS) {
      return new UnreadValue(objects(from), true);
    } else if (tag == APART) {
      byte[] apart = from.getBytes();
      from.requireWhole();
      return new UnreadValue(new MessageReader(apart, apart.length), false);
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

  private static MessageReader objects(MessageReader from) throws IOException {
    return from.part(from.getInt(), from.getInt());
  }

  /** Reads what is a part of its own. */
  static @Nullable Object decodeObjects(MessageReader part, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    Object value = new ObjectReader(part, loader).read();
    part.requireWhole();
    return value;
  }

  private static @Nullable Object decode(MessageReader from, ClassLoader loader, int depth)
      throws IOException, ClassNotFoundException {
    return value(from.getByte(), from, loader, depth);
  }

  private static @Nullable Object value(int tag, MessageReader from, ClassLoader loader, int depth)
      throws IOException, ClassNotFoundException {
    switch (tag) {
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
      case APART:
        if (depth > 0) {
          throw new StreamCorruptedException("damaged value: a long one apart inside another");
        }
        byte[] apart = from.getBytes();
        from.requireWhole();
        MessageReader inside = new MessageReader(apart, apart.length);
        int first = inside.getByte();
        if (first != ARRAY_LIST && first != OBJECTS) {
          throw new StreamCorruptedException("damaged value: nothing long where it was sent apart");
        }
        return value(first, inside, loader, 0);
      case OBJECTS:
        if (depth > 0) {
          throw new StreamCorruptedException("damaged value: objects inside a plain one");
        }
        return decodeObjects(objects(from), loader);
      default:
        return Plain.read(tag, from);
    }
  }
}
