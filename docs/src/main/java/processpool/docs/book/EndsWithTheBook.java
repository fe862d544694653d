package processpool.docs.book;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import processpool.PoolListener;
import processpool.Worker;
import processpool.watch.live.ProgramThreads;

/**
 * Inside a program that the book has started: ends it when the book is gone, however that came, and
 * tells the book when {@code main} is over, as the program then stays for its live page.
 */
public final class EndsWithTheBook implements PoolListener {
  /** What is printed when main is over; no program prints that by itself. */
  static final String MAIN_IS_OVER = "\u0001main is over";

  private static final long LOOK_MILLIS = 20;

  /** Made by the program's first pool. */
  public EndsWithTheBook() {
    if (!Worker.isWorker()) { // a worker's own pool ends with the worker
      daemon(EndsWithTheBook::awaitTheBooksEnd);
      daemon(EndsWithTheBook::awaitMainsEnd);
    }
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "book");
    thread.setDaemon(true);
    thread.start();
  }

  /** The book writes nothing; when it ends, however, so does what it could write to. */
  private static void awaitTheBooksEnd() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // As if it had ended in order.
    }
    Runtime.getRuntime().halt(1);
  }

  private static void awaitMainsEnd() {
    try {
      while (ProgramThreads.all().stream().noneMatch(ProgramThreads::isTheJvmsEnd)) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      System.out.println(MAIN_IS_OVER);
    } catch (InterruptedException ofNobodysMaking) {
      // Nobody else knows this thread.
    }
  }
}
