package processpool.parent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool's door: chunks wait here, first come first served, until a worker is idle.
 *
 * <p>One lock guards all of it. It is held only to move a chunk or a worker from one place to
 * another, never while something is sent, killed or told, so nothing a worker or a task does can
 * hold up the door. What is to be done about a move is collected and done after the lock is let go.
 *
 * <p>A chunk goes WAITING, RUNNING, ENDED, and each change is made under the lock. Whoever makes it
 * ENDED (its result, its worker's death, a cancellation, a time limit, the pool's end) tells the
 * chunk; all others come too late and say nothing. So it has one outcome, whatever races.
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

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Limits limits;
  private final Runner.Factory factory;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();
  private final ArrayDeque<Chunk> door = new ArrayDeque<>();
  private final ArrayDeque<Seat> idle = new ArrayDeque<>();
  private final Map<Runner, Seat> seats = new LinkedHashMap<>();

  /** Workers that were told to leave and have not left yet; each has its successor already. */
  private final Set<Runner> leaving = new LinkedHashSet<>();

  private Mode mode = Mode.OPEN;
  private int holds;
  private boolean timing;
  private @Nullable WorkerDeath breakage;

  /** Workers that died in a row before they were ready. */
  private int failedStarts;

  /** Workers that died in a row, of themselves, without having finished anything. */
  private int fruitless;

  /**
   * Starts the workers, without waiting for them.
   *
   * @param limits how many, and what they are allowed
   * @param factory starts one
   */
  public Dispatcher(Limits limits, Runner.Factory factory) {
    this.limits = limits;
    this.factory = factory;
    lock.lock();
    try {
      for (int i = 0; i < limits.processes(); i++) {
        launch();
      }
    } catch (Throwable cannotStart) {
      mode = Mode.TERMINATED;
      seats.keySet().forEach(Runner::kill);
      throw cannotStart;
    } finally {
      lock.unlock();
    }
  }

  private void launch() {
    Runner runner = factory.launch(this);
    seats.put(runner, new Seat(runner));
  }

  /**
   * Takes chunks of one submission: all of them, or none.
   *
   * @param chunks what to run
   * @throws IllegalStateException when the pool is closed
   */
  public void submit(List<? extends Chunk> chunks) {
    submit(chunks, false);
  }

  private boolean submit(List<? extends Chunk> chunks, boolean held) {
    List<Runnable> after = new ArrayList<>();
    boolean accepted;
    lock.lock();
    try {
      if (!held) {
        requireOpen();
      }
      WorkerDeath broken = breakage;
      accepted = broken == null && mode != Mode.TERMINATED;
      for (Chunk chunk : chunks) {
        if (broken != null) {
          chunk.state = Chunk.State.ENDED;
          after.add(() -> chunk.broken(broken));
        } else if (mode == Mode.TERMINATED) {
          chunk.state = Chunk.State.ENDED;
          after.add(chunk::cancelled);
        } else {
          Seat seat = idle.poll();
          if (seat == null) {
            door.add(chunk);
          } else {
            after.add(handover(chunk, seat));
          }
        }
      }
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
    return accepted;
  }

  /**
   * Refuses when no new work is taken.
   *
   * @throws IllegalStateException when the pool is closed
   */
  public void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("pool is closed");
    }
  }

  /**
   * Whether new work is refused.
   *
   * @return true after close or terminate
   */
  public boolean isClosed() {
    lock.lock();
    try {
      return mode == Mode.CLOSED || mode == Mode.TERMINATED;
    } finally {
      lock.unlock();
    }
  }

  /** Lets one submission go on handing in chunks after the pool was closed. */
  public final class Hold {
    private boolean held = true;

    private Hold() {}

    /**
     * Takes more chunks of the submission.
     *
     * @param chunks what to run
     * @return false when the pool has come to its end: these chunks have failed, as would others
     */
    public boolean submit(List<? extends Chunk> chunks) {
      return Dispatcher.this.submit(chunks, true);
    }

    /** No more will come. May be called twice. */
    public void release() {
      List<Runner> goodbye = List.of();
      lock.lock();
      try {
        if (held) {
          held = false;
          holds--;
          goodbye = dismissIdle();
        }
      } finally {
        lock.unlock();
      }
      goodbye.forEach(Runner::leave);
    }
  }

  /**
   * Begins a submission that hands in its chunks bit by bit. Workers stay until it is released.
   *
   * @return to hand them in with
   * @throws IllegalStateException when the pool is closed
   */
  public Hold hold() {
    lock.lock();
    try {
      requireOpen();
      holds++;
      return new Hold();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a worker that died or retired is to be replaced. */
  private boolean wanted() {
    return mode == Mode.OPEN || (mode == Mode.CLOSED && (!door.isEmpty() || holds > 0));
  }

  /** Once closed with nothing left to do, idle workers are told to leave. */
  private List<Runner> dismissIdle() {
    if (mode != Mode.CLOSED || wanted()) {
      return List.of();
    }
    List<Runner> goodbye = idle.stream().map(seat -> seat.runner).toList();
    idle.clear();
    goodbye.forEach(this::retire);
    return goodbye;
  }

  private void retire(Runner runner) {
    seats.remove(runner);
    leaving.add(runner);
    signalWhenGone();
  }

  /** Marks the chunk as the worker's, under the lock; what it returns is done outside. */
  private Runnable handover(Chunk chunk, Seat seat) {
    chunk.state = Chunk.State.RUNNING;
    chunk.seat = seat;
    chunk.begun = false;
    chunk.since = System.nanoTime();
    seat.chunk = chunk;
    if (limits.timeoutNanos() > 0 && !timing) {
      timing = true;
      var unused = Clock.after(limits.timeoutNanos(), this::checkTime);
    }
    return () -> seat.runner.run(chunk);
  }

  @Override
  public void idle(Runner runner) {
    Runnable next;
    lock.lock();
    try {
      failedStarts = 0;
      Seat seat = seats.get(runner);
      if (seat == null || seat.doomed) {
        return;
      }
      if (seat.chunk != null) {
        seat.chunk = null;
        seat.chunksDone++;
        fruitless = 0;
      }
      if (limits.chunksPerWorker() > 0 && seat.chunksDone >= limits.chunksPerWorker()) {
        retire(runner);
        if (wanted()) {
          launch();
        }
        next = runner::leave;
      } else {
        next = occupy(seat);
      }
    } finally {
      lock.unlock();
    }
    next.run();
  }

  private Runnable occupy(Seat seat) {
    Chunk chunk = door.poll();
    if (chunk != null) {
      return handover(chunk, seat);
    }
    idle.add(seat);
    List<Runner> goodbye = dismissIdle();
    return () -> goodbye.forEach(Runner::leave);
  }

  @Override
  public void started(Chunk chunk, long pid) {
    chunk.since = System.nanoTime();
    if (!chunk.begun) {
      chunk.begun = true;
      chunk.started(pid);
    }
  }

  @Override
  public boolean end(Runner runner, Chunk chunk) {
    lock.lock();
    try {
      Seat seat = seats.get(runner);
      return seat != null && seat.running() == chunk && end(chunk);
    } finally {
      lock.unlock();
    }
  }

  private boolean end(Chunk chunk) {
    chunk.state = Chunk.State.ENDED;
    chunk.seat = null;
    chunk.dropArguments();
    return true;
  }

  @Override
  public void ended(Runner runner, boolean wasReady, WorkerDeath death) {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      leaving.remove(runner);
      Seat seat = seats.remove(runner);
      if (seat != null) {
        idle.remove(seat);
        Chunk unfinished = seat.running();
        if (unfinished != null) {
          after.add(bury(unfinished, death));
        }
        if (!seat.doomed) { // one that the pool killed for its chunk says nothing of the next
          fruitless = seat.chunksDone == 0 ? fruitless + 1 : 0;
        }
        if (!wasReady && wanted() && (!death.bySignal() || ++failedStarts >= HOPELESS)) {
          breakDown(death, after);
        } else if (wanted()) {
          if (!door.isEmpty() && !idle.isEmpty()) {
            after.add(occupy(idle.remove()));
          }
          replace();
        }
      }
      signalWhenGone();
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
  }

  /** What becomes of the chunk that a dead worker had. */
  private Runnable bury(Chunk chunk, WorkerDeath death) {
    WorkerDeath cause = breakage;
    if (mode == Mode.TERMINATED || cause != null) {
      end(chunk);
      return cause == null ? chunk::cancelled : () -> chunk.broken(cause);
    }
    if (chunk.begun ? chunk.deaths++ >= limits.retries() : killsOnArrival(chunk, death)) {
      end(chunk);
      return () -> chunk.lost(death);
    }
    chunk.state = Chunk.State.WAITING;
    chunk.seat = null;
    door.addFirst(chunk);
    return () -> {};
  }

  /**
   * Whether workers die of receiving this chunk, say because their memory cannot hold it. Somebody
   * outside who kills them says little against it, one that ends by itself says more.
   */
  private static boolean killsOnArrival(Chunk chunk, WorkerDeath death) {
    chunk.suspicion += death.bySignal() && death.cause() == null ? 1 : 4;
    return chunk.suspicion >= HOPELESS;
  }

  /** Replaces a dead worker: at once, but after a pause when one after the other dies in vain. */
  private void replace() {
    if (fruitless <= 1) {
      launch();
      return;
    }
    int doublings = Math.min(fruitless - 2, 10);
    var unused =
        Clock.after(Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << doublings), this::launchLate);
  }

  private void launchLate() {
    lock.lock();
    try {
      if (wanted() && seats.size() < limits.processes()) {
        launch();
      }
      signalWhenGone();
    } finally {
      lock.unlock();
    }
  }

  private void breakDown(WorkerDeath death, List<Runnable> after) {
    mode = mode == Mode.OPEN ? Mode.BROKEN : Mode.TERMINATED;
    breakage = death;
    for (Chunk chunk : emptyDoor()) {
      after.add(() -> chunk.broken(death));
    }
    List<Runner> others = List.copyOf(seats.keySet());
    after.add(() -> others.forEach(Runner::kill));
    idle.clear();
  }

  private List<Chunk> emptyDoor() {
    List<Chunk> chunks = List.copyOf(door);
    door.clear();
    chunks.forEach(this::end);
    return chunks;
  }

  /** Fails what runs for too long; one look at all workers serves them all. */
  private void checkTime() {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      long soonest = Long.MAX_VALUE;
      for (Seat seat : seats.values()) {
        Chunk chunk = seat.running();
        if (chunk == null) {
          continue;
        }
        long left = limits.timeoutNanos() - (System.nanoTime() - chunk.since);
        if (left > 0) {
          soonest = Math.min(soonest, left);
        } else {
          end(chunk);
          after.add(() -> chunk.timedOut(seat.runner.pid()));
          after.add(doom(seat));
        }
      }
      timing = soonest < Long.MAX_VALUE;
      if (timing) {
        var unused = Clock.after(soonest, this::checkTime);
      }
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
  }

  private static Runnable doom(Seat seat) {
    seat.doomed = true;
    return seat.runner::kill;
  }

  /**
   * Cancels the chunks of one submission.
   *
   * @param chunks which
   * @param running whether also when workers have some: those workers are killed; otherwise nothing
   *     is cancelled once one has begun
   * @return whether anything was cancelled
   */
  public boolean cancel(List<? extends Chunk> chunks, boolean running) {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      if (!running && chunks.stream().anyMatch(c -> c.state != Chunk.State.WAITING)) {
        return false;
      }
      List<Chunk> waiting = new ArrayList<>();
      for (Chunk chunk : chunks) {
        Seat seat = chunk.seat;
        if (chunk.state == Chunk.State.ENDED) {
          continue;
        } else if (seat != null) {
          after.add(doom(seat));
        } else {
          waiting.add(chunk);
        }
        end(chunk);
        after.add(chunk::cancelled);
      }
      if (waiting.size() == 1) {
        door.remove(waiting.get(0));
      } else if (!waiting.isEmpty()) {
        door.removeIf(chunk -> chunk.state == Chunk.State.ENDED);
      }
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
    return !after.isEmpty();
  }

  /** Takes no new work; the workers leave when what was taken is done. */
  public void close() {
    List<Runner> goodbye;
    lock.lock();
    try {
      mode = mode == Mode.OPEN ? Mode.CLOSED : mode == Mode.BROKEN ? Mode.TERMINATED : mode;
      goodbye = dismissIdle();
    } finally {
      lock.unlock();
    }
    goodbye.forEach(Runner::leave);
  }

  /**
   * Ends everything now; what is pending is cancelled.
   *
   * @return what no worker had been handed
   */
  public List<Chunk> terminate() {
    List<Chunk> waiting;
    List<Runner> killing;
    lock.lock();
    try {
      mode = Mode.TERMINATED;
      waiting = emptyDoor();
      killing = new ArrayList<>(seats.keySet());
      killing.addAll(leaving);
      idle.clear();
      signalWhenGone();
    } finally {
      lock.unlock();
    }
    killing.forEach(Runner::kill);
    waiting.forEach(Chunk::cancelled);
    return waiting;
  }

  private boolean allGone() {
    boolean over = mode == Mode.CLOSED || mode == Mode.TERMINATED;
    return over && !wanted() && seats.isEmpty() && leaving.isEmpty();
  }

  /**
   * Whether the pool is closed or terminated, and every worker gone.
   *
   * @return whether
   */
  public boolean isGone() {
    lock.lock();
    try {
      return allGone();
    } finally {
      lock.unlock();
    }
  }

  private void signalWhenGone() {
    if (allGone()) {
      gone.signalAll();
    }
  }

  /**
   * Waits until the pool is closed or terminated, and every worker gone.
   *
   * @param nanos how long at most
   * @return false when the time ran out
   * @throws InterruptedException when interrupted while waiting
   */
  public boolean awaitGone(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!allGone()) {
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
      current = List.copyOf(seats.keySet());
    } finally {
      lock.unlock();
    }
    return current.stream().map(Runner::pid).filter(pid -> pid > 0).toList();
  }
}
