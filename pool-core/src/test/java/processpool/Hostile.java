package processpool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import processpool.wire.FrameWriter;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/** What a hostile or broken task can do from inside its worker; runs there. */
final class Hostile {
  /** How many claims there are, at the beginning of the memory. */
  static final int CLAIMS = 64;

  private Hostile() {}

  static FileOutputStream link() {
    return new FileOutputStream(FileDescriptor.out);
  }

  /** Says something to the parent over the pipe, in the worker's name. */
  static void say(MessageWriter message) {
    try {
      new FrameWriter(link()).send(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] frame(MessageWriter message) {
    try {
      var bytes = new java.io.ByteArrayOutputStream();
      new FrameWriter(bytes).send(message);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The result of a call of one: as a worker says it. */
  static MessageWriter done(int slot, int ticket, String value) {
    return new MessageWriter(ToParent.DONE)
        .putInt(slot)
        .putInt(ticket)
        .putInt(1)
        .putInt(0)
        .putInt(1)
        .putByte(1)
        .putByte(10) // a string, see Codec
        .putString(value);
  }

  /** Where the shared memory is mapped; 0 when there is none. */
  static long memory() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      String line = lines.filter(l -> l.contains("/processpool-")).findFirst().orElse("0-0 ");
      return Long.parseLong(line.substring(0, line.indexOf('-')), 16);
    }
  }

  static int claim(int slot) throws IOException {
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
      byte[] word = new byte[4];
      memory.seek(memory() + 4L * slot);
      memory.readFully(word);
      return ByteBuffer.wrap(word).order(ByteOrder.nativeOrder()).getInt();
    }
  }

  static void claim(int slot, int value) throws IOException {
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
      memory.seek(memory() + 4L * slot);
      memory.write(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
    }
  }

  /** A child that outlives its worker and has its output. */
  static void child(String shell) throws IOException {
    new ProcessBuilder("/bin/sh", "-c", shell)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
