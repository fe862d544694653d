package processpool.benchmarks;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Two JVMs and nothing between them but a ring in a mapped file (both spin with Thread.yield) or a
 * pipe each way: what this machine can do at best. A call is eight bytes there and back.
 */
@SuppressWarnings("ThreadPriorityCheck") // it measures that very spin
final class BareContender implements Contender {
  private static final int MESSAGE = 8;
  private static final int PIPE_WINDOW = 512;

  private final Process child;
  private final @Nullable Path file;
  private final @Nullable BareRing to;
  private final @Nullable BareRing from;
  private final OutputStream out;
  private final InputStream in;
  private final byte[] message = new byte[MESSAGE];

  BareContender(boolean ring) throws IOException {
    List<String> arguments = new ArrayList<>();
    if (ring) {
      Path shared = Path.of("/dev/shm");
      file =
          Files.isWritable(shared)
              ? Files.createTempFile(shared, "bare-ring-", "")
              : Files.createTempFile("bare-ring-", "");
      BareRing.fill(file);
      to = BareRing.map(file, 0);
      from = BareRing.map(file, 1);
      arguments.add(file.toString());
    } else {
      file = null;
      to = null;
      from = null;
    }
    child = Jvm.start(List.of(), EchoChild.class, arguments);
    out = child.getOutputStream();
    in = child.getInputStream();
  }

  @Override
  public void call() throws IOException {
    send(message, MESSAGE, message);
  }

  @Override
  public byte[] echo(byte[] bytes) throws Exception {
    byte[] answer = new byte[bytes.length];
    if (to != null || bytes.length < 32 * 1024) {
      send(bytes, bytes.length, answer);
      return answer;
    }
    // More than a pipe holds: somebody must read while it is written.
    CompletableFuture<@Nullable Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try {
                out.write(bytes);
                out.flush();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    readFully(answer, answer.length);
    writing.get();
    return answer;
  }

  @Override
  public void async(int count) throws IOException {
    byte[] many = new byte[MESSAGE * PIPE_WINDOW];
    if (to == null || from == null) {
      OutputStream buffered = new BufferedOutputStream(out, many.length);
      for (int left = count; left > 0; left -= PIPE_WINDOW) {
        int window = Math.min(left, PIPE_WINDOW);
        for (int i = 0; i < window; i++) {
          buffered.write(message);
        }
        buffered.flush();
        readFully(many, window * MESSAGE);
      }
      return;
    }
    long sent = 0;
    long received = 0;
    long all = (long) count * MESSAGE;
    while (received < all) {
      int before = (int) Math.min(BareRing.CAPACITY / 2, all - sent);
      for (int done = 0; done < before; done += MESSAGE) {
        if (to.write(message, 0, MESSAGE) == 0) {
          break;
        }
        sent += MESSAGE;
      }
      int more = from.read(many, 0, many.length);
      received += more;
      if (more == 0) {
        Thread.yield();
      }
    }
  }

  private void send(byte[] bytes, int length, byte[] answer) throws IOException {
    if (to == null || from == null) {
      out.write(bytes, 0, length);
      out.flush();
      readFully(answer, length);
      return;
    }
    int sent = 0;
    int received = 0;
    while (received < length) {
      int more = sent < length ? to.write(bytes, sent, length - sent) : 0;
      sent += more;
      int back = from.read(answer, received, length - received);
      received += back;
      if (more == 0 && back == 0) {
        Thread.yield();
      }
    }
  }

  private void readFully(byte[] into, int length) throws IOException {
    if (in.readNBytes(into, 0, length) < length) {
      throw new EOFException("the echoing process ended");
    }
  }

  @Override
  public void leave() throws Exception {
    child.destroyForcibly();
    child.waitFor();
    if (file != null) {
      try {
        Files.delete(file);
      } catch (IOException mapped) {
        file.toFile().deleteOnExit(); // Windows keeps what is mapped
      }
    }
  }
}
