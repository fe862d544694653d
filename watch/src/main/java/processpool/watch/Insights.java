package processpool.watch;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import processpool.WorkerEnd;
import processpool.timeline.Run;
import processpool.timeline.RunRecorder;

/**
 * Says after a run what the workers did, what took longest, what waiting at the door cost, and one
 * thing to do about it. Python's Pool has no counterpart.
 *
 * <pre>{@code
 * Insights insights = new Insights();
 * ProcessPool pool = ProcessPool.builder().processes(3).listener(insights).build();
 * List<Thumbnail> thumbnails = pool.map(Thumbnail::of, pictures);
 * pool.close();
 * pool.join();
 * insights.print();
 * }</pre>
 *
 * <p>A program that is not to be changed is looked into by {@link InsightsListener}. It listens to
 * one pool or several, and keeps a little of each task until the program ends. Safe for threads.
 *
 * @since 0.2
 */
public class Insights extends RunRecorder {
  /** A listener hears a moment later what has happened; this long after the last event, at most. */
  private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Object lock = new Object();

  // Guarded by the lock:
  private final Set<Run.Who> alive = new HashSet<>();
  private final Map<Run.Who, Integer> exitCodes = new HashMap<>();
  private long underWay;
  private long deaths;
  private long resultBytes;
  private long outOfHeap;
  private boolean heard;
  private long lastHeard;

  /** For {@link processpool.ProcessPool.Builder#listener}. */
  public Insights() {}

  /**
   * The table. Best after {@code join()}, as then all is known: a task that still runs counts until
   * now. What has just happened is waited for, two seconds at most.
   *
   * @return lines of plain ASCII, at most 80 columns wide, each ended; empty when there was no pool
   */
  public String report() {
    awaitNews();
    return reportOfWhatIsKnown();
  }

  /** Prints the {@linkplain #report table} to {@code System.out}. */
  public void print() {
    System.out.print(report());
    System.out.flush();
  }

  String reportOfWhatIsKnown() {
    return InsightsTable.draw(facts());
  }

  /** What is known by now. */
  Facts facts() {
    Map<Run.Who, Integer> exits;
    long died;
    long bytes;
    long failures;
    synchronized (lock) {
      exits = Map.copyOf(exitCodes);
      died = deaths;
      bytes = resultBytes;
      failures = outOfHeap;
    }
    return new Facts(until(Instant.now()), exits, died, bytes, failures);
  }

  private void awaitNews() {
    long begun = System.nanoTime();
    boolean interrupted = false;
    synchronized (lock) {
      while (!(heard && alive.isEmpty() && underWay == 0)) {
        long now = System.nanoTime();
        long left = PATIENCE_NANOS - (now - begun);
        if (underWay == 0) {
          left = Math.min(left, SILENCE_NANOS - (now - Math.max(begun, lastHeard)));
        }
        if (left <= 0) {
          break;
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
        } catch (InterruptedException e) {
          interrupted = true;
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Runnable what) {
    synchronized (lock) {
      what.run();
      heard = true;
      lastHeard = System.nanoTime();
      lock.notifyAll();
    }
  }

  @Override
  public void workerStarted(WorkerEvent worker) {
    super.workerStarted(worker);
    note(() -> alive.add(who(worker)));
  }

  @Override
  public void workerEnded(WorkerEvent worker, int exitCode) {
    super.workerEnded(worker, exitCode);
    note(
        () -> {
          alive.remove(who(worker));
          exitCodes.put(who(worker), exitCode);
          deaths += worker.end().filter(WorkerEnd.DIED::equals).isPresent() ? 1 : 0;
        });
  }

  @Override
  public void taskSubmitted(TaskEvent task) {
    super.taskSubmitted(task);
    note(() -> underWay++);
  }

  @Override
  public void taskFinished(TaskEvent task) {
    super.taskFinished(task);
    note(
        () -> {
          underWay--;
          resultBytes += task.resultBytes();
        });
  }

  @Override
  public void taskFailed(TaskEvent task, Throwable cause) {
    super.taskFailed(task, cause);
    boolean heap = isOutOfHeap(cause);
    note(
        () -> {
          underWay--;
          resultBytes += task.resultBytes();
          outOfHeap += heap ? 1 : 0;
        });
  }

  /** Of a task that caught nothing, or of a worker that died of it and said so last. */
  static boolean isOutOfHeap(@Nullable Throwable cause) {
    return Stream.iterate(cause, next -> next != null, next -> next.getCause())
        .limit(100)
        .map(Throwable::toString)
        .anyMatch(
            text ->
                text.contains("OutOfMemoryError")
                    && (text.contains("Java heap space") || text.contains("GC overhead limit")));
  }
}
