package processpool.watch.live;

import java.util.Optional;
import processpool.ProcessPool;
import processpool.WorkerStats;

/** What the page's buttons do to the pool. Each says why it cannot, or nothing. */
final class Controls {
  /** A finger that stays on a button must not fill the machine. */
  static final int MOST_WORKERS = 256;

  private final ProcessPool pool;

  Controls(ProcessPool pool) {
    this.pool = pool;
  }

  /** Kills a worker as its user might, from outside: the pool finds it dead. */
  String kill(String asked) {
    Optional<Long> pid = number(asked);
    Optional<WorkerStats> worker =
        pool.stats().workers().stream()
            .filter(one -> pid.isPresent() && one.pid() == pid.get() && one.node().isEmpty())
            .findFirst();
    if (worker.isEmpty()) {
      return "no worker of this pool on this machine: pid=" + asked;
    }
    // Numbers are used again: only a child of this program can be the worker.
    long own = ProcessHandle.current().pid();
    boolean killed =
        ProcessHandle.of(worker.get().pid())
            .filter(child -> child.parent().filter(parent -> parent.pid() == own).isPresent())
            .map(ProcessHandle::destroyForcibly)
            .orElse(false);
    return killed ? "" : "it has ended already: pid=" + asked;
  }

  /** One worker more or less. */
  synchronized String resize(String asked) {
    int by = number(asked).orElse(0L).intValue();
    int processes = pool.stats().processes() + by;
    if ((by != 1 && by != -1) || processes < 1 || processes > MOST_WORKERS) {
      return "a pool has 1 to " + MOST_WORKERS + " workers here: processes=" + processes;
    }
    try {
      pool.resize(processes);
      return "";
    } catch (IllegalStateException closed) {
      return String.valueOf(closed.getMessage());
    }
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }
}
