package processpool.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StreamCorruptedException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A worker process. One thread reads what the parent says and ends the process when the parent is
 * gone: the operating system closes the pipe however the parent ended. The main thread runs the
 * tasks, one at a time.
 */
public final class WorkerMain {
  private WorkerMain() {}

  /**
   * Starts the worker; only a pool calls it.
   *
   * @param args none
   * @throws Exception when the parent cannot be reached
   */
  public static void main(String[] args) throws Exception {
    FrameReader parent =
        new FrameReader(
            new FileInputStream(FileDescriptor.in),
            (bytes, offset, length) -> {
              throw new StreamCorruptedException("the parent sent something that is no message");
            });
    LinkedBlockingQueue<MessageReader> inbox = new LinkedBlockingQueue<>();
    Thread watch = new Thread(() -> watch(parent, inbox), "pool-parent-watch");
    watch.setDaemon(true);
    watch.start();
    ignoreInterruptSignal();
    System.clearProperty("processpool.listener"); // who listens to the parent is not ours

    FrameWriter replies = new FrameWriter(new FileOutputStream(FileDescriptor.out));
    LineForwarder out = new LineForwarder(replies, 1);
    LineForwarder err = new LineForwarder(replies, 2);
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    replies.send(new MessageWriter(MessageKind.HELLO).putInt(MessageKind.VERSION));

    new TaskLoop(inbox, replies, out, err).run();
  }

  private static void watch(FrameReader parent, LinkedBlockingQueue<MessageReader> inbox) {
    try {
      for (MessageReader m = parent.next(); m != null; m = parent.next()) {
        inbox.add(m);
      }
    } catch (IOException gone) {
      // The same as the end of the stream: nobody is left to tell.
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  /**
   * Ctrl-C reaches every process of the terminal; ending the workers is the parent's job. There is
   * no supported way to ignore a signal, so this one is looked up, and done without where missing.
   */
  private static void ignoreInterruptSignal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      handle.invoke(null, interrupt, handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      // The worker then ends on Ctrl-C a moment before its parent does.
    }
  }
}
