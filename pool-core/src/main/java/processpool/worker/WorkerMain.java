package processpool.worker;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.StreamCorruptedException;
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
  /** Where the parent is heard when standard input is left to the children of tasks. */
  public static final String LINK = "/proc/self/fd/3";

  /** First argument of a worker that hears its parent there. */
  public static final String LINK_APART = "link-apart";

  /** First argument of any other. */
  public static final String LINK_IS_INPUT = "link-is-input";

  /** Standard output under another descriptor, so that a task may close its own. */
  private static final String OUTPUT = "/dev/fd/1";

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
    FileInputStream link =
        args[0].equals(LINK_APART)
            ? new FileInputStream(LINK)
            : new FileInputStream(FileDescriptor.in);
    FrameReader in = new FrameReader(link, new NoStray());
    FrameWriter out = new FrameWriter(output());
    ToParent.over(out);
    ParentClasses classes = new ParentClasses(out);
    ParentLink parent = new ParentLink(in, out, classes);
    parent.start();
    System.clearProperty("processpool.listener"); // who listens to the parent is not ours

    LineForwarder printed = new LineForwarder(parent, 1);
    LineForwarder errors = new LineForwarder(parent, 2);
    Ground ground = new Ground(printed, errors);
    parent.send(new MessageWriter(ToParent.HELLO).putInt(ToWorker.VERSION));

    boolean leaves = false;
    try {
      new TaskLoop(parent, printed, errors, ground, classes).run();
      leaves = true;
    } catch (Throwable broken) { // the pool's own defect, or a JVM in no state to go on
      broken.printStackTrace(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    } finally {
      if (!leaves) { // whatever threads tasks have left: without its main thread a worker is none
        Runtime.getRuntime().halt(BROKEN);
      }
    }
    leave();
  }

  private static void leave() {
    try {
      new Leave().start();
    } catch (OutOfMemoryError noThread) {
      System.exit(0);
    }
  }

  private static FileOutputStream output() {
    if (File.separatorChar == '/') {
      try {
        return new FileOutputStream(OUTPUT);
      } catch (FileNotFoundException noSuchPlaceHere) {
        // Then there is but one descriptor.
      }
    }
    return new FileOutputStream(FileDescriptor.out);
  }

  /**
   * Ends the worker in spite of threads that tasks have left. Where there are none, it has ended
   * before, as its main has returned: since JDK 21 {@code System.exit} looks for a logger first,
   * for which it opens every jar of the class path.
   */
  private static final class Leave extends Thread {
    private static final long OTHERS_MILLIS = 20;

    Leave() {
      super("processpool-leave");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        Thread.sleep(OTHERS_MILLIS);
      } catch (InterruptedException ofNobodysMaking) {
        // Sooner, then.
      }
      System.exit(0);
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
