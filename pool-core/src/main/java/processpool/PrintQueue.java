package processpool;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;
import processpool.schedule.ArrayQueue;
import processpool.schedule.Helpers;
import processpool.schedule.Scheduler.Printer;

/**
 * What tasks have printed, in order, on its way to this program's streams. A thread of its own
 * prints it: these streams are the program's, and whoever holds the monitor of one while it waits
 * for a task that prints must get that task's result. So before a result is told its output is
 * waited for, but not for longer than any stream takes that anybody reads.
 */
final class PrintQueue {
  /** A stream that takes nothing for so long is being held, or not read. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /** Perhaps somebody has just let go of it. */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(2);

  /** As much may lie here before who brings more has to wait, as long as the stream takes any. */
  private static final long LARGE = 4 << 20;

  /** Of a stream that takes nothing: what does not fit is waited for after all. */
  private static final long LARGEST = 64 << 20;

  /** Taken out at once. */
  private static final int BATCH = 1 << 16;

  private static final WeakReference<@Nullable PrintStream> NOWHERE = new WeakReference<>(null);

  private static final class Piece {
    final int stream;
    final byte[] text;

    Piece(int stream, byte[] text) {
      this.stream = stream;
      this.text = text;
    }
  }

  private final ArrayQueue<Piece> waiting = new ArrayQueue<>(16);

  /** Bytes that were ever added; that were ever printed. Changed under the lock. */
  private volatile long added;

  private volatile long printed;

  private boolean printing;

  /** When the stream took something for the last time, or was first offered something. */
  private long lastMove;

  /** By stream: where a line stands that its task did not finish. The printing thread's. */
  private final List<WeakReference<@Nullable PrintStream>> unfinished =
      new ArrayList<>(List.of(NOWHERE, NOWHERE));

  /** By stream: that came past System.out, say from a child, and what follows may finish it. */
  private final boolean[] byOthers = new boolean[2];

  void add(int stream, byte[] text, int offset, int length) {
    if (length == 0) {
      return;
    }
    Piece piece = new Piece(stream, Arrays.copyOfRange(text, offset, offset + length));
    boolean first;
    waitFor(added - LARGE, LARGEST);
    synchronized (this) {
      waiting.add(piece);
      added += length;
      first = !printing;
      if (first) {
        printing = true;
        lastMove = System.nanoTime();
      }
    }
    if (first) {
      Helpers.run("printer", this::printAll);
    }
  }

  /** Waits until all that was added so far is printed, unless a stream is held. */
  void settle() {
    long until = added;
    if (printed < until) {
      waitFor(until, Long.MAX_VALUE);
    }
  }

  /** Until so much is printed; who brings no more than {@code most} waits for no held stream. */
  private synchronized void waitFor(long until, long most) {
    boolean interrupted = false;
    boolean held = false;
    while (printed < until && !(held && added - printed <= most)) {
      long left = PATIENCE - (System.nanoTime() - lastMove);
      held = left <= GRACE;
      try {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(GRACE, left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the printing thread

  private void printAll() {
    try {
      printBatches();
    } catch (Throwable unexpected) { // nobody else would print, and all results wait for output
      synchronized (this) {
        waiting.clear();
        printed = added;
        printing = false;
        notifyAll();
      }
      Log.error(Words.PRINTING, unexpected);
    }
  }

  private void printBatches() {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    while (true) {
      int stream;
      int taken;
      @Nullable PrintStream to;
      synchronized (this) {
        Piece next = waiting.peek();
        if (next == null) {
          printing = false;
          return;
        }
        stream = next.stream;
        to = which(stream) == 0 ? System.out : System.err;
        lines.reset();
        taken = 0;
        for (; next != null && next.stream == stream && taken < BATCH; next = waiting.peek()) {
          join(next, to, lines);
          taken += next.text.length;
          waiting.poll();
        }
        lastMove = System.nanoTime();
      }
      print(lines.toByteArray(), to, stream);
      synchronized (this) {
        printed += taken;
        lastMove = System.nanoTime();
        notifyAll();
      }
    }
  }

  /** 0 for out, 1 for err, whoever wrote it. */
  private static int which(int stream) {
    return (stream - 1) % Printer.PAST;
  }

  /** What a task did not finish gets its newline once something of another follows. */
  private void join(Piece next, @Nullable PrintStream stream, ByteArrayOutputStream to) {
    boolean other = next.stream > Printer.PAST;
    int own = which(next.stream);
    boolean begun = stream != null && unfinished.get(own).get() == stream;
    if (begun && !(other && byOthers[own])) {
      to.write('\n');
    }
    to.write(next.text, 0, next.text.length);
    boolean ends = next.text[next.text.length - 1] == '\n';
    if (begun || !ends) {
      unfinished.set(own, ends ? NOWHERE : new WeakReference<>(stream));
    }
    byOthers[own] = other;
  }

  /** One call, so that lines stay whole. */
  private static void print(byte[] text, @Nullable PrintStream to, int stream) {
    try {
      if (to != null) {
        to.write(text, 0, text.length);
        to.flush();
      }
    } catch (RuntimeException | Error e) {
      boolean out = which(stream) == 0;
      Log.warning(
          "what a task printed is lost, as this program's own stream threw: stream=System."
              + (out ? "out" : "err")
              + ", class="
              + (to == null ? "none" : to.getClass().getName())
              + "; mend what was given to System."
              + (out ? "setOut" : "setErr"),
          e);
    }
  }
}
