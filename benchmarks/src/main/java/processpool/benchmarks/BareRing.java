package processpool.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least that two processes need to hand bytes over in shared memory: one writer, one reader, no
 * records, nobody ever sleeps. A measure of the machine, not a model for the pool.
 *
 * <pre>
 * | how much was ever written | … | how much was ever read | … | bytes, CAPACITY of them |
 * 0                             128                          256
 * </pre>
 */
final class BareRing {
  static final int CAPACITY = 256 * 1024;
  static final int SIZE = 256 + CAPACITY;

  private static final int WRITTEN = 0;
  private static final int READ = 128;
  private static final int BYTES = 256;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer memory;

  private BareRing(ByteBuffer memory) {
    this.memory = memory;
  }

  /** The first or the second ring of a file made by {@link #fill}. */
  static BareRing map(Path file, int number) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new BareRing(channel.map(FileChannel.MapMode.READ_WRITE, (long) number * SIZE, SIZE));
    }
  }

  /** Reserves space for two rings. */
  static void fill(Path file) throws IOException {
    java.nio.file.Files.write(file, new byte[2 * SIZE]);
  }

  /** Writes what there is space for, possibly nothing. */
  int write(byte[] from, int offset, int length) {
    long written = (long) LONG.get(memory, WRITTEN);
    long read = (long) LONG.getAcquire(memory, READ);
    int count = (int) Math.min(length, CAPACITY - (written - read));
    if (count > 0) {
      int at = (int) (written % CAPACITY);
      int first = Math.min(count, CAPACITY - at);
      memory.put(BYTES + at, from, offset, first);
      memory.put(BYTES, from, offset + first, count - first);
      LONG.setRelease(memory, WRITTEN, written + count);
    }
    return count;
  }

  /** Reads what is there, possibly nothing. */
  int read(byte[] to, int offset, int length) {
    long read = (long) LONG.get(memory, READ);
    long written = (long) LONG.getAcquire(memory, WRITTEN);
    int count = (int) Math.min(length, written - read);
    if (count > 0) {
      int at = (int) (read % CAPACITY);
      int first = Math.min(count, CAPACITY - at);
      memory.get(BYTES + at, to, offset, first);
      memory.get(BYTES, to, offset + first, count - first);
      LONG.setRelease(memory, READ, read + count);
    }
    return count;
  }
}
