package processpool.wire;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import processpool.wire.SharedReader.Form;

/**
 * The bytes of a shared value, in the process that shares it: in a file that workers open, or,
 * where there is no shared memory, in this heap, to be sent piece by piece. They do not change.
 */
final class SharedBytes implements Closeable {
  /** What is sent at a time: a pipe takes it whether its other side reads or not. */
  static final int PIECE = 1 << 15;

  private static final int SLICE = 1 << 20;

  /** What is left to others of a file system that is shared with them. */
  private static final long MARGIN = 8L << 20;

  private static final int TRIES = 5;
  private static final long PAUSE_NANOS = 100_000_000;

  /** Whether this program has closed one: its room may be free a little later. */
  private static final AtomicBoolean CLOSED_ONE = new AtomicBoolean();

  final Form form;
  final long length;
  private final @Nullable UnnamedFile file;
  private final ByteBuffer[] heap;

  private SharedBytes(Form form, @Nullable UnnamedFile file, ByteBuffer[] all) {
    this.form = form;
    this.length = length(all);
    this.file = file;
    this.heap = file == null ? all : new ByteBuffer[0];
  }

  private static long length(ByteBuffer[] all) {
    long length = 0;
    for (ByteBuffer part : all) {
      length += part.remaining();
    }
    return length;
  }

  /** Of an object that the {@link Codec} has written. */
  static SharedBytes of(MessageWriter value) {
    ByteBuffer[] parts = parts(value);
    if (length(parts) > PIECE) {
      try {
        return new SharedBytes(Form.OBJECT, write(parts), parts);
      } catch (IOException noneHere) {
        // Then it is sent to each worker.
      }
    }
    value.detach(0);
    return new SharedBytes(Form.OBJECT, null, parts(value));
  }

  /** The lengths first, as in {@link Outbox}. */
  private static ByteBuffer[] parts(MessageWriter value) {
    List<byte[]> attached = value.attachments();
    MessageWriter lengths = new MessageWriter().putInt(value.size()).putInt(attached.size());
    attached.forEach(bytes -> lengths.putInt(bytes.length));
    ByteBuffer[] parts = new ByteBuffer[2 + attached.size()];
    parts[0] = ByteBuffer.wrap(lengths.bytes(), 0, lengths.size());
    parts[1] = ByteBuffer.wrap(value.bytes(), 0, value.size());
    for (int i = 0; i < attached.size(); i++) {
      parts[2 + i] = ByteBuffer.wrap(attached.get(i));
    }
    return parts;
  }

  /**
   * Of a buffer's bytes, copied.
   *
   * @throws IllegalStateException when there is shared memory and not enough of it
   */
  static SharedBytes of(ByteBuffer bytes) {
    Form form = bytes.order() == ByteOrder.BIG_ENDIAN ? Form.BIG_ENDIAN : Form.LITTLE_ENDIAN;
    if (isShareable()) {
      try {
        return new SharedBytes(form, write(bytes), new ByteBuffer[] {bytes.duplicate()});
      } catch (IOException noRoom) {
        throw new IllegalStateException(
            "no room for a shared copy of bytes="
                + bytes.remaining()
                + ": "
                + noRoom.getMessage()
                + "; make room in one of the two, name another folder by"
                + " -Djava.io.tmpdir, or share less",
            noRoom);
      }
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return new SharedBytes(form, null, new ByteBuffer[] {ByteBuffer.wrap(copy)});
  }

  /** What came from another machine, in pieces of its form. */
  static SharedBytes received(int form, ByteBuffer... pieces) throws StreamCorruptedException {
    Form[] forms = Form.values();
    if (form >= forms.length) {
      throw new StreamCorruptedException("damaged message: form=" + form);
    }
    if (length(pieces) > PIECE) {
      try {
        return new SharedBytes(forms[form], write(pieces), pieces);
      } catch (IOException noneHere) {
        // Then it is sent to each worker.
      }
    }
    return new SharedBytes(forms[form], null, pieces);
  }

  private static boolean isShareable() {
    try {
      SharedMemory.requireSwitchedOn();
      return UnnamedFile.canBe();
    } catch (IOException switchedOff) {
      return false;
    }
  }

  /** Room that has just been let go is free only once garbage has been collected, on both sides. */
  private static UnnamedFile write(ByteBuffer... parts) throws IOException {
    SharedMemory.requireSwitchedOn();
    for (int tries = 1; ; tries++) {
      try {
        return writeNow(parts);
      } catch (IOException noRoom) {
        if (tries == TRIES || !CLOSED_ONE.get()) {
          throw noRoom;
        }
        System.gc();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static UnnamedFile writeNow(ByteBuffer... parts) throws IOException {
    Path memory = SharedMemory.folder();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", File.separator));
    try {
      return writeTo(memory, parts);
    } catch (IOException noRoom) {
      try {
        return writeTo(temporary, parts); // at worst a disk's, and one copy in memory all the same
      } catch (IOException nowhere) {
        throw new IOException(
            memory + ": " + noRoom.getMessage() + ", " + temporary + ": " + nowhere.getMessage(),
            nowhere);
      }
    }
  }

  /** Nobody who opens it later may write to it, not even this process. */
  private static UnnamedFile writeTo(Path folder, ByteBuffer... parts) throws IOException {
    UnnamedFile file = UnnamedFile.create(folder, "r--------");
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free - MARGIN < length(parts)) {
        throw new IOException("free=" + free);
      }
      for (ByteBuffer part : parts) {
        writeSlices(part.duplicate(), file.channel);
      }
      return file;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** A buffer of the heap is copied outside of it first, as much as is written at a time. */
  private static void writeSlices(ByteBuffer from, FileChannel to) throws IOException {
    int end = from.limit();
    while (from.position() < end) {
      from.limit(Math.min(end, from.position() + SLICE));
      while (from.hasRemaining()) {
        to.write(from);
      }
    }
  }

  /** How to have it: where the file is, if there is one and it is wanted, or else a first piece. */
  void putTo(MessageWriter answer, long offset) throws IOException {
    UnnamedFile there = file;
    answer.putByte(form.ordinal()).putLong(length);
    if (there != null && offset < 0) {
      answer.putByte(SharedReader.FILE).putString(there.address);
    } else {
      byte[] piece = piece(Math.max(0, offset));
      answer.putByte(SharedReader.PIECE).putBytes(piece, 0, piece.length);
    }
  }

  private byte[] piece(long offset) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, length - offset));
    if (file != null) {
      while (piece.hasRemaining() && file.channel.read(piece, offset + piece.position()) >= 0) {
        Thread.onSpinWait();
      }
      return piece.array();
    }
    long before = offset;
    for (ByteBuffer part : heap) {
      if (before < part.remaining() && piece.hasRemaining()) {
        ByteBuffer rest = part.duplicate();
        rest.position(rest.position() + (int) before);
        rest.limit(Math.min(rest.limit(), rest.position() + piece.remaining()));
        piece.put(rest);
        before = 0;
      } else {
        before -= Math.min(before, part.remaining());
      }
    }
    return piece.array();
  }

  /** A buffer's bytes, for this process to read. */
  ByteBuffer view() throws IOException {
    UnnamedFile there = file;
    ByteBuffer all =
        there == null
            ? heap[0].asReadOnlyBuffer()
            : there.channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
    return all.order(form.order());
  }

  /** No more is asked of it; who has opened the file keeps it. */
  @Override
  public void close() throws IOException {
    UnnamedFile there = file;
    if (there != null) {
      CLOSED_ONE.set(true);
      there.close();
    }
  }

  /** Reads what {@link #parts} wrote. */
  static @Nullable Object object(InputStream from, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    byte[] head = bytes(from, 2 * Integer.BYTES);
    MessageReader counts = new MessageReader(head, head.length);
    int size = counts.getInt();
    byte[] lengths = bytes(from, counts.getInt() * Integer.BYTES);
    byte[] plain = bytes(from, size);
    byte[][] attached = new byte[lengths.length / Integer.BYTES][];
    MessageReader each = new MessageReader(lengths, lengths.length);
    for (int i = 0; i < attached.length; i++) {
      attached[i] = bytes(from, each.getInt());
    }
    return Codec.decode(new MessageReader(plain, plain.length, attached), loader);
  }

  /** In slices: a stream of a file sets aside as much beside the heap as it is asked for. */
  static byte[] bytes(InputStream from, int count) throws IOException {
    byte[] all = new byte[count];
    for (int done = 0; done < count; ) {
      int n = from.read(all, done, Math.min(count - done, SLICE / 4));
      if (n < 0) {
        throw new IOException("a shared value ends too early: bytes=" + done + " of=" + count);
      }
      done += n;
    }
    return all;
  }
}
