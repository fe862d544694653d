package processpool.parent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings chunks and workers together: chunks come in at the {@link Door}, the {@link Staff} runs
 * them.
 *
 * <p>One lock guards all of it. It is held only to move a chunk or a worker from one place to
 * another, never while something is sent, killed or told, so nothing a worker or a task does can
 * hold up the door. What is to be done about a move is collected and done after the lock is let go.
 */
public final class Dispatcher implements Runner.Listener {
  private enum Mode {
    OPEN,
    CLOSED,
    TERMINATED,
    BROKEN
  }

  private static final System.Logger LOG = System.getLogger("processpool");

  /** How long it may be unclear at most which of its chunks a worker runs. */
  private static final long UNCLEAR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long PAUSE_NANOS = 50_000;

  private final Limits limits;
  private final Runner.Factory factory;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();
  private final Door door = new Door();
  private final Staff staff;
  private final Mishaps mishaps = new Mishaps();

  /** Workers that were told to leave and have not left yet; each has its successor already. */
  private final Set<Runner> leaving = new LinkedHashSet<>();

  /** Written under the lock. */
  private volatile Mode mode = Mode.OPEN;

  private int holds;

  /** Workers that have ended, and whose chunks have not been told yet. */
  private final AtomicInteger burials = new AtomicInteger();

  private boolean timing;
  private @Nullable WorkerDeath breakage;

  /**
   * Starts the workers, without waiting for them.
   *
   * @param limits how many, and what they are allowed
   * @param factory starts one
   */
  public Dispatcher(Limits limits, Runner.Factory factory) {
    this.limits = limits;
    this.factory = factory;
    boolean ahead = limits.timeoutNanos() == 0 && limits.chunksPerWorker() == 0;
    this.staff = new Staff(door, ahead);
    lock.lock();
    try {
      for (int i = 0; i < limits.processes(); i++) {
        launch();
      }
    } catch (Throwable cannotStart) {
      mode = Mode.TERMINATED;
      staff.runners().forEach(Runner::kill);
      throw cannotStart;
    } finally {
      lock.unlock();
    }
  }

  private void launch() {
    staff.add(factory.launch(this));
  }

  /**
   * Takes a chunk.
   *
   * @param chunk what to run
   * @throws IllegalStateException when the pool is closed
   */
  public void submit(Chunk chunk) {
    submit(chunk, null);
  }

  private boolean submit(Chunk chunk, @Nullable Hold hold) {
    WorkerDeath broken;
    Seat seat = null;
    boolean accepted;
    boolean ahead = false;
    lock.lock();
    try {
      if (hold == null && mode != Mode.OPEN && mode != Mode.BROKEN) {
        throw new IllegalStateException("pool is closed");
      }
      broken = breakage;
      accepted = broken == null && mode != Mode.TERMINATED && (hold == null || hold.held);
      if (accepted) {
        seat = staff.seatFor(chunk);
        if (seat == null) {
          door.add(chunk);
        } else {
          assign(chunk, seat);
          ahead = seat.live() > 1;
        }
      }
    } finally {
      lock.unlock();
    }
    if (seat != null) {
      seat.runner.run(chunk);
      if (ahead) {
        shareOut();
      }
    } else if (!accepted && chunk.end()) {
      if (broken == null) {
        chunk.cancelled();
      } else {
        chunk.broken(broken);
      }
    }
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
    Mode current = mode;
    return current == Mode.CLOSED || current == Mode.TERMINATED;
  }

  /** Lets one submission go on handing in chunks after the pool was closed. */
  public final class Hold {
    private boolean held = true;

    private Hold() {}

    /**
     * Takes another chunk of the submission.
     *
     * @param chunk what to run
     * @return false when the pool has come to its end: this chunk has failed, as would others
     */
    public boolean submit(Chunk chunk) {
      return Dispatcher.this.submit(chunk, this);
    }

    /**
     * Whether another chunk would be taken.
     *
     * @return false after release, or at the pool's end
     */
    public boolean isOpen() {
      lock.lock();
      try {
        return held && breakage == null && mode != Mode.TERMINATED && !ParentExit.underWay();
      } finally {
        lock.unlock();
      }
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
    boolean open = mode == Mode.OPEN || (mode == Mode.CLOSED && (!door.isEmpty() || holds > 0));
    return open && !ParentExit.underWay();
  }

  /** Once closed with nothing left to do, idle workers are told to leave. */
  private List<Runner> dismissIdle() {
    if (mode != Mode.CLOSED || wanted()) {
      return List.of();
    }
    List<Seat> leavers = staff.idle();
    leavers.forEach(this::retire);
    return leavers.stream().map(seat -> seat.runner).toList();
  }

  private void retire(Seat seat) {
    staff.remove(seat);
    leaving.add(seat.runner);
    signalWhenGone();
  }

  /** Marks the chunk as the worker's, under the lock; it is sent outside. */
  private void assign(Chunk chunk, Seat seat) {
    seat.assign(chunk);
    keepTime();
  }

  private void keepTime() {
    if (limits.timeoutNanos() > 0 && !timing) {
      timing = true;
      var unused = Clock.after(limits.timeoutNanos(), this::checkTime);
    }
  }

  @Override
  public void ready(Runner runner) {
    freed(runner, 0, 0);
  }

  @Override
  public void freed(Runner runner, long slots, int ticket) {
    List<Chunk> handed = List.of();
    List<Runner> goodbye = List.of();
    boolean ahead = false;
    lock.lock();
    try {
      mishaps.aWorkerIsReady();
      Seat seat = staff.seat(runner);
      if (seat == null) {
        return;
      }
      seat.ready = true;
      if (seat.freed(slots, ticket) > 0) {
        mishaps.aChunkIsDone();
      }
      if (seat.doomed) {
        return;
      }
      if (limits.chunksPerWorker() > 0 && seat.chunksDone >= limits.chunksPerWorker()) {
        retire(seat);
        if (wanted()) {
          launch();
        }
        goodbye = List.of(runner);
      } else {
        handed = staff.refill(seat);
        ahead = !handed.isEmpty() && seat.live() > 1;
        staff.rest(seat);
        if (!handed.isEmpty()) {
          keepTime();
        }
        goodbye = dismissIdle();
      }
    } finally {
      lock.unlock();
    }
    handed.forEach(runner::run);
    goodbye.forEach(Runner::leave);
    if (ahead) {
      shareOut();
    }
  }

  /** What has just been sent may be waiting behind a long chunk while somebody is idle. */
  private void shareOut() {
    if (!staff.someoneIsIdle()) {
      return;
    }
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      staff.serveIdle(after);
    } finally {
      lock.unlock();
    }
    runAll(after);
  }

  @Override
  public void ended(Runner runner, boolean wasReady, WorkerDeath death) {
    burials.incrementAndGet();
    try {
      bury(runner, wasReady, death);
    } finally {
      burials.decrementAndGet(); // whoever waits for the end finds all results there
      lock.lock();
      try {
        signalWhenGone();
      } finally {
        lock.unlock();
      }
    }
  }

  private void bury(Runner runner, boolean wasReady, WorkerDeath death) {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      leaving.remove(runner);
      Seat seat = staff.seat(runner);
      if (seat != null) {
        staff.remove(seat);
        if (ParentExit.underWay() && mode != Mode.TERMINATED) {
          // Nobody is told how tasks ended that the program did not wait for, unless it asks to.
          door.addFirst(seat.giveBack());
          return;
        }
        mishaps.died(seat);
        bury(seat, death, after);
        if (!wasReady && wanted() && mishaps.startingIsHopeless(death)) {
          breakDown(death, after);
        } else if (wanted()) {
          staff.serveIdle(after);
          keepTime();
          replace();
        }
      }
    } finally {
      lock.unlock();
    }
    runAll(after);
  }

  /** What becomes of the chunks that a dead worker had: at most one of them it had begun. */
  private void bury(Seat seat, WorkerDeath death, List<Runnable> after) {
    WorkerDeath cause = breakage;
    List<Chunk> again = new ArrayList<>();
    List<Chunk> had = seat.chunks();
    for (Chunk chunk : had) {
      if (chunk.is(Chunk.ENDED)) {
        continue;
      }
      boolean begun = !seat.takeBack(chunk);
      if (mode == Mode.TERMINATED || cause != null) {
        endWith(chunk, cause == null ? chunk::cancelled : () -> chunk.broken(cause), after);
      } else if (begun
          ? chunk.deaths++ >= limits.retries()
          : chunk == had.get(0) && Mishaps.killsOnArrival(chunk, death)) {
        endWith(chunk, () -> chunk.lost(death), after);
      } else {
        chunk.backToWaiting();
        again.add(chunk);
      }
    }
    door.addFirst(again);
  }

  /** One that fails must not keep the others from being done. */
  private static void runAll(List<Runnable> after) {
    for (Runnable next : after) {
      try {
        next.run();
      } catch (RuntimeException | Error unexpected) {
        LOG.log(System.Logger.Level.ERROR, "telling how a task ended failed", unexpected);
      }
    }
  }

  private static void endWith(Chunk chunk, Runnable outcome, List<Runnable> after) {
    if (chunk.end()) {
      chunk.dropArguments();
      after.add(outcome);
    }
  }

  /** Replaces a dead worker: at once, but after a pause when one after the other dies in vain. */
  private void replace() {
    long pause = mishaps.pause();
    if (pause == 0) {
      launch();
    } else {
      var unused = Clock.after(pause, this::launchLate);
    }
  }

  private void launchLate() {
    lock.lock();
    try {
      if (wanted() && staff.seats().size() < limits.processes()) {
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
    for (Chunk chunk : door.endAll()) {
      after.add(() -> chunk.broken(death));
    }
    List<Runner> others = staff.runners();
    after.add(() -> others.forEach(Runner::kill));
    staff.nobodyIsIdle();
  }

  /** Fails what runs for too long; one look at all workers serves them all. */
  private void checkTime() {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      long soonest = Long.MAX_VALUE;
      for (Seat seat : staff.seats()) {
        for (Chunk chunk : seat.chunks()) {
          long left = limits.timeoutNanos() - (System.nanoTime() - chunk.since);
          if (left > 0) {
            soonest = Math.min(soonest, left);
          } else if (chunk.end()) {
            chunk.dropArguments();
            after.add(() -> chunk.timedOut(seat.runner.pid()));
            after.add(doom(seat));
          }
        }
      }
      timing = soonest < Long.MAX_VALUE;
      if (timing) {
        var unused = Clock.after(soonest, this::checkTime);
      }
    } finally {
      lock.unlock();
    }
    runAll(after);
  }

  private static Runnable doom(Seat seat) {
    seat.doomed = true;
    return seat.runner::kill;
  }

  /**
   * Cancels the chunks of one submission.
   *
   * @param chunks which
   * @param running whether also when workers have begun some: those workers are killed; otherwise
   *     nothing is cancelled once one has begun
   * @return whether anything was cancelled
   */
  public boolean cancel(List<? extends Chunk> chunks, boolean running) {
    long begun = System.nanoTime();
    boolean done = cancelNow(chunks, running);
    // A worker may have begun a chunk while the end of the one before has not been taken in yet:
    // then it is not known which of the two a kill would hit.
    while (running
        && chunks.stream().anyMatch(chunk -> chunk.is(Chunk.HANDED))
        && System.nanoTime() - begun < UNCLEAR_NANOS) {
      chunks.forEach(chunk -> chunk.help(0));
      LockSupport.parkNanos(PAUSE_NANOS);
      done |= cancelNow(chunks, true);
    }
    return done;
  }

  private boolean cancelNow(List<? extends Chunk> chunks, boolean running) {
    List<Runnable> after = new ArrayList<>();
    boolean done;
    lock.lock();
    try {
      List<Chunk> back = staff.takeBack(chunks);
      if (running || chunks.stream().allMatch(chunk -> chunk.is(Chunk.WAITING))) {
        chunks.stream()
            .filter(chunk -> chunk.is(Chunk.WAITING))
            .forEach(chunk -> endWith(chunk, chunk::cancelled, after));
        door.cancelled(after.size() - back.size());
      } else {
        door.addFirst(back);
      }
      for (Chunk chunk : running ? chunks : List.<Chunk>of()) {
        Seat seat = staff.seat(chunk.runner);
        if (seat != null && chunk.is(Chunk.HANDED) && staff.runsAlone(chunk, seat) && chunk.end()) {
          chunk.dropArguments();
          after.add(chunk::cancelled);
          after.add(doom(seat));
        }
      }
      done = !after.isEmpty();
      staff.serveIdle(after);
      keepTime();
      List<Runner> goodbye = dismissIdle();
      after.add(() -> goodbye.forEach(Runner::leave));
    } finally {
      lock.unlock();
    }
    runAll(after);
    return done;
  }

  /** Takes no new work; the workers leave when what was taken is done. */
  public void close() {
    List<Runner> goodbye;
    lock.lock();
    try {
      mode = mode == Mode.OPEN ? Mode.CLOSED : mode == Mode.BROKEN ? Mode.TERMINATED : mode;
      goodbye = dismissIdle();
      signalWhenGone();
    } finally {
      lock.unlock();
    }
    goodbye.forEach(Runner::leave);
  }

  /**
   * Ends everything now; what is pending is cancelled.
   *
   * @return what no worker had begun
   */
  public List<Chunk> terminate() {
    List<Chunk> waiting;
    List<Runner> killing;
    lock.lock();
    try {
      mode = Mode.TERMINATED;
      staff.seats().forEach(seat -> door.addFirst(seat.takeBack(Integer.MAX_VALUE, null)));
      waiting = door.endAll();
      killing = new ArrayList<>(staff.runners());
      killing.addAll(leaving);
      staff.nobodyIsIdle();
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
    return over && !wanted() && staff.seats().isEmpty() && leaving.isEmpty() && burials.get() == 0;
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
    boolean atExit = ParentExit.hasBegun();
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (!allGone()
          || (ParentExit.underWay() && !atExit)) { // what waits then is as good as gone
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
      current = staff.runners();
    } finally {
      lock.unlock();
    }
    return current.stream().map(Runner::pid).filter(pid -> pid > 0).toList();
  }
}
