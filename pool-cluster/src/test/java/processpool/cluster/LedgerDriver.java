package processpool.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.WorkerDiedException;

/**
 * A program that submits short tasks on and on, and keeps a ledger: each has one outcome, its
 * result or the loss of its worker, and no other. Says how far it is twice a second; ends when its
 * standard input does.
 *
 * <p>{@code BIND NODES CREDENTIALS RETRIES TASK-MILLIS RESULT-BYTES}
 */
final class LedgerDriver {
  /** As many are under way. */
  private static final int WINDOW = 30;

  /** Above what any of the tests' faults may hold up a task. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Entry(int number, AsyncResult<byte[]> result) {}

  private final Deque<Entry> underWay = new ArrayDeque<>();
  private long right;
  private long lost;
  private long wrong;

  private LedgerDriver() {}

  static byte[] task(int number, int millis, int bytes) throws InterruptedException {
    Thread.sleep(millis);
    byte[] result = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      result[i] = (byte) (number * 31 + i);
    }
    return result;
  }

  public static void main(String[] args) throws Exception {
    Cluster.Builder builder = Cluster.builder().bind(args[0]).nodes(args[1].split(","));
    try (Cluster cluster =
        builder.credentials(Path.of(args[2]), Keys.PASSWORD.toCharArray()).join()) {
      ProcessPool pool = cluster.pool().retries(Integer.parseInt(args[3])).build();
      new LedgerDriver().run(pool, Integer.parseInt(args[4]), Integer.parseInt(args[5]));
      pool.terminate();
      System.out.println(pool.join(PATIENCE) ? "joined" : "wrong: not joined");
    }
  }

  private void run(ProcessPool pool, int millis, int bytes) {
    AtomicBoolean enough = new AtomicBoolean();
    Thread listening = new Thread(() -> enough.set(awaitEndOfInput()));
    listening.setDaemon(true);
    listening.start();
    long nextReport = System.nanoTime();
    for (int number = 0; !enough.get() || !underWay.isEmpty(); number++) {
      if (!enough.get()) {
        int argument = number;
        underWay.add(new Entry(number, pool.applyAsync(() -> task(argument, millis, bytes))));
      }
      if (underWay.size() >= WINDOW || enough.get()) {
        settle(underWay.remove(), bytes);
      }
      if (System.nanoTime() - nextReport > 0) {
        nextReport = System.nanoTime() + Duration.ofMillis(500).toNanos();
        report("so far");
      }
    }
    report("end");
  }

  private static boolean awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    } catch (IOException closed) {
      return true;
    }
    return true;
  }

  private void settle(Entry entry, int bytes) {
    try {
      byte[] result = entry.result.get(PATIENCE);
      boolean good = result.length == bytes;
      for (int i = 0; good && i < bytes; i++) {
        good = result[i] == (byte) (entry.number * 31 + i);
      }
      if (good) {
        right++;
      } else {
        wrong("result of another task", entry.number);
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof WorkerDiedException died && !died.node().isEmpty()) {
        lost++;
        System.out.println("lost " + entry.number + " " + died.node());
      } else {
        wrong(failed.toString(), entry.number);
      }
    } catch (Exception none) {
      wrong(none.toString(), entry.number);
    }
  }

  private void wrong(String what, int number) {
    wrong++;
    System.out.println("wrong: task " + number + ": " + what.replace('\n', ' '));
  }

  private void report(String when) {
    System.out.println(when + ": right=" + right + " lost=" + lost + " wrong=" + wrong);
  }
}
