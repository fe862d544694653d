package processpool.wire;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Reads one shared value in a worker: from the file that the parent has it in, or, where that
 * cannot be opened, from pieces that it asks for one by one. So the parent never sends more than a
 * pipe takes, whatever becomes of this worker meanwhile.
 */
final class SharedReader {
  /** What an answer has behind form and length. */
  static final int FILE = 0;

  static final int PIECE = 1;

  /** What the bytes are. */
  enum Form {
    /** An object, as the {@link Codec} writes it. */
    OBJECT,
    /** A buffer's, whose numbers begin with the high byte. */
    BIG_ENDIAN,
    /** A buffer's, whose numbers begin with the low byte. */
    LITTLE_ENDIAN;

    private static final Form[] FORMS = values();

    ByteOrder order() {
      return this == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
  }

  /** Asks the parent. */
  interface Source {
    /** Its answer; the value is not there any more if this throws. */
    MessageReader ask(long offset) throws IOException;
  }

  private final Source source;
  private Form form = Form.OBJECT;
  private long length;

  SharedReader(Source source) {
    this.source = source;
  }

  Object read(ClassLoader loader) throws IOException, ClassNotFoundException {
    MessageReader answer = source.ask(-1);
    byte[] piece = piece(answer);
    if (piece == null) {
      String address = answer.getString();
      try {
        SharedMemory.requireSwitchedOn();
        return readFile(address, loader);
      } catch (IOException cannotBeOpened) {
        // Each reads for itself then; what is wrong with the value itself is found again.
      }
      piece = new byte[0];
    }
    return read(new Pieces(piece), loader);
  }

  /** Null where there is a file in its place. */
  private byte @Nullable [] piece(MessageReader answer) throws IOException {
    form = Form.FORMS[answer.getByte()];
    length = answer.getLong();
    return answer.getByte() == FILE ? null : answer.getBytes();
  }

  private Object readFile(String address, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    if (form == Form.OBJECT) {
      try (InputStream in = new FileInputStream(address)) {
        return read(in, loader);
      }
    }
    try (FileChannel in = FileChannel.open(Path.of(address), StandardOpenOption.READ)) {
      return in.map(FileChannel.MapMode.READ_ONLY, 0, length).order(form.order());
    }
  }

  private Object read(InputStream in, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    if (form == Form.OBJECT) {
      Object read = SharedBytes.object(in, loader);
      if (read == null) {
        throw new IOException("its class reads itself as null");
      }
      return read;
    }
    byte[] all = SharedBytes.bytes(in, (int) length);
    return ByteBuffer.wrap(all).asReadOnlyBuffer().order(form.order());
  }

  /** All of them, one after the other. */
  private final class Pieces extends InputStream {
    private byte[] piece;
    private int position;
    private long done;

    Pieces(byte[] first) {
      piece = first;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int count) throws IOException {
      if (position == piece.length) {
        if (done == length) {
          return -1;
        }
        byte[] next = piece(source.ask(done));
        piece = next == null ? new byte[0] : next;
        position = 0;
        if (piece.length == 0) {
          throw new IOException("a shared value ends too early: bytes=" + done);
        }
      }
      int taken = Math.min(count, piece.length - position);
      System.arraycopy(piece, position, to, offset, taken);
      position += taken;
      done += taken;
      return taken;
    }
  }
}
