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

/** What the chaos test's threads were promised and what they got. Thread-safe. */
final class Ledger {
  /** Generous even for a machine that does much else. */
  static final Duration BOUND = Duration.ofSeconds(40);

  private final LongAdder right = new LongAdder();
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

  /** Tasks that may have been lost with the worker of this pid; a chunk is one task. */
  private final Map<Long, AtomicInteger> costs = new ConcurrentHashMap<>();

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
    int cost = costs.computeIfAbsent(pid, p -> new AtomicInteger()).incrementAndGet();
    if (cost > 1) {
      wrong(form + ": the worker's end cost more than one task: pid=" + pid + ", tasks=" + cost);
    }
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
    return "right=" + right + ", failed=" + failures + ", wrong=" + wrong.size();
  }
}
