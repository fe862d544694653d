package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The short forms of what holds nothing else: numbers, strings and arrays of numbers. */
final class Plain {
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
  static final int STRING = 10;
  static final int BYTES = 11;
  private static final int INTS = 12;
  private static final int LONGS = 13;
  private static final int DOUBLES = 14;

  /** The last tag of those above. */
  static final int LAST = DOUBLES;

  private Plain() {}

  /** Writes a value that has such a form; when it returns false it has written nothing. */
  static boolean write(@Nullable Object value, MessageWriter to) {
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

  /** Reads what follows such a tag. */
  static @Nullable Object read(int tag, MessageReader from) throws IOException {
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
      default:
        throw new StreamCorruptedException("damaged value: tag=" + tag);
    }
  }
}
