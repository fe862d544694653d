package processpool.wire;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory that the parent and one worker share: a mapped file without a name. All that is special to
 * an operating system about it is in this class; where it cannot be had, the pipes carry
 * everything.
 *
 * <p>Linux: the file is made in {@code /dev/shm}, which is memory, readable by this user only, and
 * its name is removed at once, so nothing is left whoever is killed. The worker opens it through
 * the parent's open descriptor, {@code /proc/PID/fd/N}. Its space is reserved by writing it:
 * touching a page that the file system has no room for would kill the process (SIGBUS).
 *
 * <p>The system property {@code processpool.sharedMemory=false} switches it off, for the parent or,
 * among a worker's JVM options, for that side alone.
 */
public final class SharedMemory implements Closeable {
  private static final String PROPERTY = "processpool.sharedMemory";
  private static final String FOLDER = "processpool.sharedMemory.folder";

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Stands at the end. Any other number would do that nobody finds in a processor by chance. */
  private static final long WHOLE = 0x5ee2_91d4_a6b3_70f9L;

  private final FileChannel channel;
  private final ByteBuffer memory;
  private final String address;

  private SharedMemory(FileChannel channel, String address) throws IOException {
    this.channel = channel;
    this.address = address;
    this.memory =
        channel
            .map(FileChannel.MapMode.READ_WRITE, 0, RingDescriptor.FILE)
            .order(ByteOrder.nativeOrder());
  }

  /**
   * Parent: makes some.
   *
   * @return new, zeroed memory
   * @throws IOException when it cannot be had here; the message says why
   */
  public static SharedMemory create() throws IOException {
    requireSwitchedOn();
    UnnamedFile file = UnnamedFile.create(folder(), "rw-------");
    try {
      ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
      for (int left = RingDescriptor.FILE; left > 0; ) {
        zeros.clear().limit(Math.min(left, zeros.capacity()));
        left -= file.channel.write(zeros);
      }
      SharedMemory made = new SharedMemory(file.channel, file.address);
      LONG.setRelease(made.memory, RingDescriptor.END, WHOLE);
      return made;
    } catch (Throwable e) {
      file.close();
      throw e;
    }
  }

  /** Where files are memory. */
  static Path folder() {
    return Path.of(System.getProperty(FOLDER, "/dev/shm"));
  }

  static void requireSwitchedOn() throws IOException {
    if (!Boolean.parseBoolean(System.getProperty(PROPERTY, "true"))) {
      throw new IOException("switched off by " + PROPERTY + "=false");
    }
  }

  /**
   * Worker: opens what the parent made.
   *
   * @param address what the parent's {@link #address()} says
   * @return the same memory
   * @throws IOException when it cannot be opened
   */
  public static SharedMemory open(String address) throws IOException {
    requireSwitchedOn();
    try (FileChannel channel =
        FileChannel.open(Path.of(address), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedMemory(channel, address);
    }
  }

  /**
   * Parent: loads the classes that it needs of this. One that cannot be loaded later, as the
   * program has no descriptors left just then, would fail for ever, and a worker that uses memory
   * does not go back to pipes.
   *
   * @param bell as for {@link #requestWriter}
   */
  public void load(RingWriter.Bell bell) {
    var unusedWriter = requestWriter(bell);
    var unusedReader = replyReader();
    var unusedClaims = claims();
    var unusedDraft = draft();
  }

  /**
   * Parent: whether the file is as long as it was. Where it is not, to touch this memory was an
   * error, which the JVM may throw later. As cheap as a look at one word.
   *
   * @return whether it is, or seems to be
   */
  public boolean isWhole() {
    return (long) LONG.getAcquire(memory, RingDescriptor.END) == WHOLE;
  }

  /**
   * What a worker needs to open it, as long as this is not closed.
   *
   * @return the address
   */
  public String address() {
    return address;
  }

  /**
   * Who has which chunk.
   *
   * @return a view of this memory
   */
  public Claims claims() {
    return new Claims(memory);
  }

  /**
   * What the worker has ready and not sent.
   *
   * @return a view of this memory; the worker's is to be its only one
   */
  public Draft draft() {
    return new Draft(memory, RingDescriptor.DRAFT);
  }

  /**
   * Parent: where requests go.
   *
   * @param bell wakes the worker
   * @return the only writer there may be
   */
  public RingWriter requestWriter(RingWriter.Bell bell) {
    return new RingWriter(requests(), bell, false);
  }

  /**
   * Worker: where requests come from.
   *
   * @return the only reader there may be
   */
  public RingReader requestReader() {
    return new RingReader(requests());
  }

  /**
   * Worker: where replies go.
   *
   * @param bell wakes the parent
   * @return the only writer there may be
   */
  public RingWriter replyWriter(RingWriter.Bell bell) {
    return new RingWriter(replies(), bell, Runtime.getRuntime().availableProcessors() > 1);
  }

  /**
   * Parent: where replies come from.
   *
   * @return the only reader there may be
   */
  public RingReader replyReader() {
    return new RingReader(replies());
  }

  private Ring requests() {
    return new Ring(memory, RingDescriptor.REQUESTS, RingDescriptor.REQUESTS_CAPACITY);
  }

  private Ring replies() {
    return new Ring(memory, RingDescriptor.REPLIES, RingDescriptor.REPLIES_CAPACITY);
  }

  /** Closes the file; the memory itself stays until it is garbage on both sides. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
