package processpool.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** The other side of a bare ring or pipe: sends every byte back. */
@SuppressWarnings("ThreadPriorityCheck") // it measures that very spin
final class EchoChild {
  private static final long AWAKE_NANOS = 50_000_000;

  private EchoChild() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      pipe(System.in, System.out);
    } else {
      Thread watch = new Thread(EchoChild::endWithParent);
      watch.setDaemon(true);
      watch.start();
      ring(BareRing.map(Path.of(args[0]), 0), BareRing.map(Path.of(args[0]), 1));
    }
  }

  private static void endWithParent() {
    try {
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(0);
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void pipe(InputStream in, OutputStream ignored) throws IOException {
    byte[] bytes = new byte[64 * 1024];
    try (OutputStream out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        out.write(bytes, 0, count);
      }
    }
  }

  private static void ring(BareRing in, BareRing out) throws InterruptedException, IOException {
    byte[] bytes = new byte[32 * 1024];
    long last = System.nanoTime();
    while (true) {
      int count = in.read(bytes, 0, bytes.length);
      if (count > 0) {
        for (int sent = 0; sent < count; ) {
          int more = out.write(bytes, sent, count - sent);
          sent += more;
          if (more == 0) {
            Thread.yield();
          }
        }
        last = System.nanoTime();
      } else if (System.nanoTime() - last < AWAKE_NANOS) {
        Thread.yield();
      } else {
        // Between two figures this child must not burn what the others are measured on.
        Thread.sleep(2);
      }
    }
  }
}
