package processpool.worker;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;
import processpool.wire.ToWorker;

/**
 * A worker process. Its first statements watch the parent, so that none is ever left behind; then
 * the main thread runs the tasks, one at a time.
 *
 * <p>Until a worker's first task there are no lambdas, no streams and no joined strings in its
 * code: the first of each costs a JVM between 5 and 50 milliseconds, and a pool is waiting.
 */
public final class WorkerMain {
  /** Where the link is when standard input is left to the children of tasks. */
  public static final String LINK = "/proc/self/fd/3";

  /**
   * First argument of a worker that has ignored Ctrl-C since it was started, and whose link is
   * there.
   */
  public static final String IGNORES_CTRL_C = "ignores-ctrl-c";

  /** First argument of any other. */
  public static final String HEARS_CTRL_C = "hears-ctrl-c";

  /** Exit code of a worker whose main thread cannot go on. */
  private static final int BROKEN = 70;

  private WorkerMain() {}

  /**
   * Starts the worker; only a pool calls it.
   *
   * @param args how it stands with Ctrl-C, then files that it was started with and that nobody
   *     needs any more
   * @throws Exception when the parent cannot be reached
   */
  public static void main(String[] args) throws Exception {
    for (int i = 1; i < args.length; i++) {
      boolean unused = new File(args[i]).delete(); // else the parent does
    }
    boolean hearsCtrlC = args[0].equals(HEARS_CTRL_C);
    FileInputStream link =
        hearsCtrlC ? new FileInputStream(FileDescriptor.in) : new FileInputStream(LINK);
    FrameReader in = new FrameReader(link, new NoStray());
    FrameWriter out = new FrameWriter(new FileOutputStream(FileDescriptor.out));
    ParentClasses classes = new ParentClasses(out);
    ParentLink parent = new ParentLink(in, out, classes);
    parent.start();
    if (hearsCtrlC) {
      CtrlC.ignore();
    }
    System.clearProperty("processpool.listener"); // who listens to the parent is not ours

    LineForwarder printed = new LineForwarder(parent, 1);
    LineForwarder errors = new LineForwarder(parent, 2);
    System.setIn(InputStream.nullInputStream());
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    parent.send(new MessageWriter(ToParent.HELLO).putInt(ToWorker.VERSION));

    try {
      new TaskLoop(parent, printed, errors, classes).run();
    } catch (Throwable broken) { // the pool's own defect, or a JVM in no state to go on
      broken.printStackTrace(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    } finally {
      // Whatever threads tasks have left: without its main thread a worker is none.
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  /** Between messages the parent has nothing to say. */
  private static final class NoStray implements FrameReader.Stray {
    @Override
    public void take(byte[] bytes, int offset, int length) throws StreamCorruptedException {
      throw new StreamCorruptedException("the parent sent something that is no message");
    }
  }
}
