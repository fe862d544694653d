package processpool.parent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool's door: chunks wait here, first come first served, until a worker is idle.
 *
 * <p>One lock guards all of it. It is held only to move a chunk or a worker from one place to
 * another, never while something is sent, started, killed or told, so nothing a worker or a task
 * does can hold up the door.
 */
public final class Dispatcher implements Runner.Listener {
  private enum Mode {
    OPEN,
    CLOSED,
    TERMINATED,
    BROKEN
  }

  /** Workers killed by somebody while they start: so many in a row, and starting is hopeless. */
  private static final int HOPELESS = 10;

  private final Runner.Factory factory;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();
  private final ArrayDeque<Chunk> door = new ArrayDeque<>();
  private final ArrayDeque<Runner> idle = new ArrayDeque<>();
  private final Set<Runner> runners = new LinkedHashSet<>();

  /** Workers about to be killed for a cancelled chunk: they get no other. */
  private final Set<Runner> doomed = new HashSet<>();

  private Mode mode = Mode.OPEN;
  private int failedStarts;
  private @Nullable WorkerDeath breakage;

  /**
   * Starts the workers, without waiting for them.
   *
   * @param processes how many
   * @param factory starts one
   */
  public Dispatcher(int processes, Runner.Factory factory) {
    this.factory = factory;
    lock.lock();
    try {
      for (int i = 0; i < processes; i++) {
        runners.add(factory.launch(this));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes chunks of one submission: all of them, or none.
   *
   * @param chunks what to run
   * @throws IllegalStateException when the pool is closed
   */
  public void submit(List<? extends Chunk> chunks) {
    List<Runnable> handovers = new ArrayList<>();
    WorkerDeath broken;
    lock.lock();
    try {
      requireOpen();
      broken = breakage;
      if (broken == null) {
        for (Chunk chunk : chunks) {
          Runner runner = idle.poll();
          if (runner == null) {
            door.add(chunk);
          } else {
            handovers.add(handover(chunk, runner));
          }
        }
      }
    } finally {
      lock.unlock();
    }
    if (broken != null) {
      chunks.forEach(chunk -> chunk.broken(broken));
    }
    handovers.forEach(Runnable::run);
  }

  /**
   * Refuses when no new work is taken.
   *
   * @throws IllegalStateException when the pool is closed
   */
  public void requireOpen() {
    lock.lock();
    try {
      if (mode == Mode.CLOSED || mode == Mode.TERMINATED) {
        throw new IllegalStateException("pool is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Marks the chunk as the runner's, under the lock; what it returns is done outside. */
  private static Runnable handover(Chunk chunk, Runner runner) {
    chunk.state = Chunk.State.RUNNING;
    chunk.runner = runner;
    return () -> runner.run(chunk);
  }

  @Override
  public void idle(Runner runner) {
    Runnable next = null;
    lock.lock();
    try {
      failedStarts = 0;
      if (!runners.contains(runner) || doomed.contains(runner)) {
        return;
      }
      Chunk chunk = door.poll();
      if (chunk != null) {
        next = handover(chunk, runner);
      } else if (mode == Mode.OPEN) {
        idle.add(runner);
      } else {
        next = runner::leave;
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.run();
    }
  }

  @Override
  public void started(Chunk chunk, long pid) {
    chunk.started(pid);
  }

  @Override
  public boolean end(Chunk chunk) {
    lock.lock();
    try {
      boolean first = chunk.state != Chunk.State.ENDED;
      chunk.state = Chunk.State.ENDED;
      chunk.runner = null;
      chunk.dropArguments();
      return first;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(
      Runner runner,
      boolean wasReady,
      @Nullable Chunk unfinished,
      boolean begun,
      WorkerDeath death) {
    Runnable tell = () -> {};
    List<Chunk> failing = List.of();
    List<Runner> killing = List.of();
    lock.lock();
    try {
      WorkerDeath cause = breakage;
      runners.remove(runner);
      idle.remove(runner);
      doomed.remove(runner);
      if (unfinished != null && unfinished.state == Chunk.State.RUNNING) {
        if (mode == Mode.TERMINATED) {
          tell = unfinished::cancelled;
          end(unfinished);
        } else if (cause != null) {
          tell = () -> unfinished.broken(cause);
          end(unfinished);
        } else if (begun) {
          tell = () -> unfinished.lost(death);
          end(unfinished);
        } else {
          unfinished.state = Chunk.State.WAITING;
          unfinished.runner = null;
          door.addFirst(unfinished);
        }
      }
      boolean wanted = mode == Mode.OPEN || (mode == Mode.CLOSED && !door.isEmpty());
      if (wanted && !wasReady && (!death.bySignal() || ++failedStarts >= HOPELESS)) {
        mode = mode == Mode.OPEN ? Mode.BROKEN : Mode.TERMINATED;
        breakage = death;
        failing = emptyDoor();
        killing = List.copyOf(runners);
        idle.clear();
      } else if (wanted) {
        Runner next = idle.poll();
        Chunk waiting = next == null ? null : door.poll();
        if (next != null && waiting != null) {
          Runnable first = tell;
          Runnable handover = handover(waiting, next);
          tell =
              () -> {
                first.run();
                handover.run();
              };
        } else if (next != null) {
          idle.addFirst(next);
        }
        runners.add(factory.launch(this));
      }
      if (runners.isEmpty()) {
        gone.signalAll();
      }
    } finally {
      lock.unlock();
    }
    tell.run();
    failing.forEach(chunk -> chunk.broken(death));
    killing.forEach(Runner::kill);
  }

  private List<Chunk> emptyDoor() {
    List<Chunk> chunks = new ArrayList<>(door);
    door.clear();
    for (Chunk chunk : chunks) {
      chunk.state = Chunk.State.ENDED;
      chunk.dropArguments();
    }
    return chunks;
  }

  /**
   * Cancels a chunk.
   *
   * @param chunk which
   * @param running whether also when a worker has it: that worker is killed
   * @return whether it was cancelled
   */
  public boolean cancel(Chunk chunk, boolean running) {
    Runner killing;
    lock.lock();
    try {
      if (chunk.state == Chunk.State.ENDED || (chunk.state == Chunk.State.RUNNING && !running)) {
        return false;
      }
      killing = chunk.runner;
      if (killing == null) {
        door.remove(chunk);
      } else {
        doomed.add(killing);
      }
      end(chunk);
    } finally {
      lock.unlock();
    }
    chunk.cancelled();
    if (killing != null) {
      killing.kill();
    }
    return true;
  }

  /** Takes no new work; the workers leave when what was taken is done. */
  public void close() {
    List<Runner> leaving = List.of();
    lock.lock();
    try {
      if (mode == Mode.OPEN) {
        mode = Mode.CLOSED;
        leaving = List.copyOf(idle);
        idle.clear();
      } else if (mode == Mode.BROKEN) {
        mode = Mode.TERMINATED;
      }
    } finally {
      lock.unlock();
    }
    leaving.forEach(Runner::leave);
  }

  /** Ends everything now; what is pending is cancelled. */
  public void terminate() {
    List<Chunk> waiting;
    List<Runner> killing;
    lock.lock();
    try {
      mode = Mode.TERMINATED;
      waiting = emptyDoor();
      killing = List.copyOf(runners);
      idle.clear();
    } finally {
      lock.unlock();
    }
    killing.forEach(Runner::kill);
    waiting.forEach(Chunk::cancelled);
  }

  /**
   * Waits until every worker is gone.
   *
   * @param nanos how long at most
   * @return false when the time ran out
   * @throws InterruptedException when interrupted while waiting
   * @throws IllegalStateException when the pool is still open
   */
  public boolean join(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (mode == Mode.OPEN || mode == Mode.BROKEN) {
        throw new IllegalStateException(
            "pool is still open: call close() or terminate() before join()");
      }
      long left = nanos;
      while (!runners.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = gone.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The workers' process ids.
   *
   * @return those of the processes that could be started
   */
  public List<Long> pids() {
    List<Runner> current;
    lock.lock();
    try {
      current = List.copyOf(runners);
    } finally {
      lock.unlock();
    }
    return current.stream().map(Runner::pid).filter(pid -> pid > 0).toList();
  }

  /** Longer than anybody waits. */
  public static final long FOREVER = TimeUnit.DAYS.toNanos(36500);
}
