package processpool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * What the chaos test's threads were promised and what they got. Thread-safe. It listens to the
 * pool, as process ids come again: with 32,768 of them, which threads use up too, within a minute.
 */
final class Ledger implements PoolListener {
  /** Generous even for a machine that does much else. */
  static final Duration BOUND = Duration.ofSeconds(40);

  private final LongAdder right = new LongAdder();
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

  /** Calls that were lost with the worker of this pid. */
  private final Map<Long, AtomicInteger> costs = new ConcurrentHashMap<>();

  /** How many workers had this pid, one after the other. */
  private final Map<Long, AtomicInteger> workers = new ConcurrentHashMap<>();

  private final LongAdder ended = new LongAdder();
  private final AtomicBoolean dumped = new AtomicBoolean();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  void right() {
    right.increment();
  }

  void wrong(String what) {
    wrong.add(what);
  }

  /** A failure is fine when it is one of those promised. */
  void failed(String form, Throwable failure) {
    Throwable cause = failure;
    while (cause != null
        && !(cause instanceof WorkerDiedException)
        && !(cause instanceof TaskTimeoutException)) {
      cause = cause.getCause();
    }
    if (cause == null) {
      wrong(form + " failed with what nobody promised: " + failure);
      return;
    }
    failures
        .computeIfAbsent(cause.getClass().getSimpleName(), name -> new AtomicInteger())
        .incrementAndGet();
    long pid =
        cause instanceof WorkerDiedException died
            ? died.pid()
            : ((TaskTimeoutException) cause).pid();
    costs.computeIfAbsent(pid, p -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void workerStarted(WorkerEvent worker) {
    workers.computeIfAbsent(worker.pid(), p -> new AtomicInteger()).incrementAndGet();
  }

  @Override
  public void workerEnded(WorkerEvent worker, int exitCode) {
    ended.increment();
  }

  /** Whether the news of every worker's end has arrived. */
  boolean isComplete() {
    return ended.sum() == workers.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** The workers whose end cost more than one task. */
  List<String> costly() {
    return costs.entrySet().stream()
        .filter(cost -> cost.getValue().get() > workers.get(cost.getKey()).get())
        .map(cost -> "tasks by pid: " + cost + ", workers of it: " + workers.get(cost.getKey()))
        .toList();
  }

  void hangs(String form) {
    wrong(form + " hangs" + (dumped.getAndSet(true) ? "" : "\n" + threadDump()));
  }

  private static String threadDump() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().matches("(processpool|chaos).*"))
        .map(
            thread ->
                thread.getKey()
                    + List.of(thread.getValue()).stream()
                        .map(frame -> "\n    " + frame)
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }

  boolean isBad() {
    return !wrong.isEmpty();
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  long rights() {
    return right.sum();
  }

  int deaths() {
    AtomicInteger deaths = failures.get(WorkerDiedException.class.getSimpleName());
    return deaths == null ? 0 : deaths.get();
  }

  @Override
  public String toString() {
    long again = workers.values().stream().filter(count -> count.get() > 1).count();
    return "right="
        + right
        + ", failed="
        + failures
        + ", wrong="
        + wrong.size()
        + ", workers="
        + ended
        + ", pids that came again="
        + again;
  }
}
