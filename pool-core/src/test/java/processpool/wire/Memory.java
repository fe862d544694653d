package processpool.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of this process alone, laid out like the shared kind. */
final class Memory {
  private Memory() {}

  static ByteBuffer ofBytes(int size) {
    return ByteBuffer.allocateDirect(size + Long.BYTES)
        .alignedSlice(Long.BYTES)
        .order(ByteOrder.nativeOrder());
  }

  static ByteBuffer ofRing(int capacity) {
    return ofBytes(RingDescriptor.DATA + capacity);
  }

  /** Bytes that tell where they came from: no two messages look alike. */
  static byte[] filled(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (seed * 31 + i * 7 + (i >> 8));
    }
    return bytes;
  }
}
