package processpool.local;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a worker writes to one of its output pipes. Child processes that its tasks left behind may
 * hold that open for hours, so it has no end by itself; and whoever reads from a {@link Process}
 * cannot be told to stop. On Linux the same pipe is opened once more, by way of {@code /proc}, in a
 * manner that another thread can close. Then all that the worker wrote is read, without a pause
 * behind it, and no thread stays. Elsewhere children are given a moment (docs/decisions/0009).
 */
final class OutputPipe extends InputStream {
  /** How long children may hold up the worker's end where nothing better can be had. */
  private static final long STRAGGLERS_MILLIS = 500;

  /** What the worker wrote is there at once, but a reader may be held up by who prints it. */
  private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** At least what a reader takes at once. */
  private static final int IN_HAND = 1 << 16;

  private final InputStream standard;
  private final @Nullable FileInputStream again;
  private volatile long taken;

  OutputPipe(Process worker, InputStream standard, int descriptor) {
    this.standard = standard;
    this.again = open(worker, descriptor);
    if (again != null) {
      try {
        standard.close();
      } catch (IOException unlikely) {
        // It is never read, and goes with the process.
      }
    }
  }

  private static @Nullable FileInputStream open(Process worker, int descriptor) {
    try {
      FileInputStream opened = new FileInputStream("/proc/" + worker.pid() + "/fd/" + descriptor);
      if (worker.isAlive()) {
        return opened;
      }
      opened.close(); // perhaps another's who has that number now
    } catch (IOException | RuntimeException elsewhereOrGone) {
      // As elsewhere.
    }
    return null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (again == null) {
      return standard.read(to, offset, length);
    }
    FileChannel channel = again.getChannel();
    try {
      int count = channel.read(ByteBuffer.wrap(to, offset, length));
      long before = taken; // changed by the one thread that reads
      taken = before + Math.max(0, count);
      return count;
    } catch (ClosedChannelException ended) {
      return -1;
    }
  }

  @Override
  public int available() throws IOException {
    return again == null ? standard.available() : again.available();
  }

  /** The worker has ended: waits until what it wrote has been taken in by this reader. */
  void end(Thread reader) {
    FileInputStream own = again;
    if (own == null) {
      joinFor(reader, STRAGGLERS_MILLIS);
      return;
    }
    try {
      long begun = System.nanoTime();
      long enough = own.available() + taken + IN_HAND; // what comes behind that is of children
      while (reader.isAlive()
          && own.available() > 0
          && taken < enough
          && System.nanoTime() - begun < READING_NANOS) {
        joinFor(reader, 1);
      }
      own.getChannel().close();
    } catch (IOException closed) {
      // Then it is being read no more.
    }
    joinFor(reader, TimeUnit.NANOSECONDS.toMillis(READING_NANOS));
  }

  private static void joinFor(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException ofNobodysMaking) {
      // The thread that does this is the pool's own.
    }
  }
}
