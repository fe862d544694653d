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
 * <p>A worker whose chunks are short is handed some ahead, or it would wait for each. They are not
 * lost to the others: as soon as one of those is idle, or the worker turns out to be busy with a
 * longer chunk, what it has not begun is taken back, to the front of the door.
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

  /** Whether workers may be handed chunks ahead: one that is watched is handed one at a time. */
  private final boolean ahead;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();
  private final ArrayDeque<Chunk> door = new ArrayDeque<>();
  private final ArrayDeque<Seat> idle = new ArrayDeque<>();
  private final Map<Runner, Seat> seats = new LinkedHashMap<>();

  /** The same seats, and whose turn it was last to be handed a chunk ahead. */
  private final List<Seat> rota = new ArrayList<>();

  private int turn;

  /** Workers that were told to leave and have not left yet; each has its successor already. */
  private final Set<Runner> leaving = new LinkedHashSet<>();

  private Mode mode = Mode.OPEN;
  private int holds;
  private int cancelled;
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
    this.ahead = limits.timeoutNanos() == 0 && limits.chunksPerWorker() == 0;
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
    Seat seat = new Seat(runner);
    seats.put(runner, seat);
    rota.add(seat);
  }

  /**
   * Takes a chunk.
   *
   * @param chunk what to run
   * @throws IllegalStateException when the pool is closed
   */
  public void submit(Chunk chunk) {
    submit(chunk, false);
  }

  private boolean submit(Chunk chunk, boolean held) {
    WorkerDeath broken;
    Seat seat = null;
    boolean accepted;
    lock.lock();
    try {
      if (!held && mode != Mode.OPEN && mode != Mode.BROKEN) {
        throw new IllegalStateException("pool is closed");
      }
      broken = breakage;
      accepted = broken == null && mode != Mode.TERMINATED;
      if (accepted) {
        seat = seatFor(chunk);
        if (seat == null) {
          door.add(chunk);
        } else {
          assign(chunk, seat);
        }
      }
    } finally {
      lock.unlock();
    }
    if (seat != null) {
      seat.runner.run(chunk);
    } else if (!accepted && chunk.end()) {
      if (broken == null) {
        chunk.cancelled();
      } else {
        chunk.broken(broken);
      }
    }
    return accepted;
  }

  /** The worker that was busy last, for it may still be awake; or one that takes chunks ahead. */
  private @Nullable Seat seatFor(Chunk chunk) {
    Seat seat = idle.pollFirst();
    if (seat != null || !ahead || !door.isEmpty()) {
      return seat;
    }
    for (int i = 0; i < rota.size(); i++) {
      turn = turn + 1 < rota.size() ? turn + 1 : 0;
      if (rota.get(turn).takes(chunk.size(), true)) {
        return rota.get(turn);
      }
    }
    return null;
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
     * Takes another chunk of the submission.
     *
     * @param chunk what to run
     * @return false when the pool has come to its end: this chunk has failed, as would others
     */
    public boolean submit(Chunk chunk) {
      return Dispatcher.this.submit(chunk, true);
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
    List<Seat> leavers = List.copyOf(idle);
    leavers.forEach(this::retire);
    return leavers.stream().map(seat -> seat.runner).toList();
  }

  private void retire(Seat seat) {
    remove(seat);
    leaving.add(seat.runner);
    signalWhenGone();
  }

  private void remove(Seat seat) {
    seats.remove(seat.runner);
    rota.remove(seat);
    idle.remove(seat);
  }

  /** Marks the chunk as the worker's, under the lock; it is sent outside. */
  private void assign(Chunk chunk, Seat seat) {
    seat.idle = false;
    seat.assign(chunk);
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
    lock.lock();
    try {
      failedStarts = 0;
      Seat seat = seats.get(runner);
      if (seat == null) {
        return;
      }
      seat.ready = true;
      if (seat.freed(slots, ticket) > 0) {
        fruitless = 0;
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
        handed = refill(seat);
        rest(seat);
        goodbye = dismissIdle();
      }
    } finally {
      lock.unlock();
    }
    handed.forEach(runner::run);
    goodbye.forEach(Runner::leave);
  }

  private void rest(Seat seat) {
    if (seat.live() == 0 && !seat.idle && !seat.doomed) {
      seat.idle = true;
      idle.addFirst(seat);
    }
  }

  /** Hands the worker what it can take. */
  private List<Chunk> refill(Seat seat) {
    if (door.isEmpty()) {
      if (seat.live() > 0 || !ahead) {
        return List.of();
      }
      takeBackFromOthers(seat);
    } else if (ahead) {
      takeBackFromTheStuck(seat);
    }
    List<Chunk> handed = new ArrayList<>();
    while (true) {
      Chunk next = door.peek();
      if (next == null) {
        return handed;
      } else if (next.is(Chunk.ENDED)) {
        door.remove(); // cancelled while it waited
        cancelled = Math.max(0, cancelled - 1);
      } else if (seat.takes(next.size(), ahead)) {
        door.remove();
        assign(next, seat);
        handed.add(next);
      } else {
        return handed;
      }
    }
  }

  /** An idle worker takes over half of what waits behind another's chunk. */
  private void takeBackFromOthers(Seat idler) {
    for (Seat other : rota) {
      if (other != idler && other.live() > 1) {
        toTheFront(other.takeBackBehindFirst(other.live() / 2));
        if (!door.isEmpty()) {
          return;
        }
      }
    }
  }

  private void takeBackFromTheStuck(Seat mover) {
    long now = System.nanoTime();
    for (Seat other : rota) {
      if (other != mover && other.isStuck(now)) {
        other.slow();
        toTheFront(other.takeBackBehindFirst(Integer.MAX_VALUE));
      }
    }
  }

  private void toTheFront(List<Chunk> chunks) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      door.addFirst(chunks.get(i));
    }
  }

  @Override
  public void ended(Runner runner, boolean wasReady, WorkerDeath death) {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      leaving.remove(runner);
      Seat seat = seats.get(runner);
      if (seat != null) {
        remove(seat);
        if (!seat.doomed) { // one that the pool killed for its chunk says nothing of the next
          fruitless = seat.chunksDone == 0 ? fruitless + 1 : 0;
        }
        bury(seat, death, after);
        if (!wasReady && wanted() && (!death.bySignal() || ++failedStarts >= HOPELESS)) {
          breakDown(death, after);
        } else if (wanted()) {
          serveIdle(after);
          replace();
        }
      }
      signalWhenGone();
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
  }

  /** What became waiting again goes to workers that wait. */
  private void serveIdle(List<Runnable> after) {
    while (!door.isEmpty() && !idle.isEmpty()) {
      Seat seat = idle.removeFirst();
      seat.idle = false;
      List<Chunk> handed = refill(seat);
      after.add(() -> handed.forEach(seat.runner::run));
      if (handed.isEmpty()) {
        seat.idle = true;
        idle.addFirst(seat);
        return;
      }
    }
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
          : chunk == had.get(0) && killsOnArrival(chunk, death)) {
        endWith(chunk, () -> chunk.lost(death), after);
      } else {
        chunk.backToWaiting();
        again.add(chunk);
      }
    }
    toTheFront(again);
  }

  /**
   * Whether workers die of receiving this chunk, say because their memory cannot hold it. Somebody
   * outside who kills them says little against it, one that ends by itself says more.
   */
  private static boolean killsOnArrival(Chunk chunk, WorkerDeath death) {
    chunk.suspicion += death.bySignal() && death.cause() == null ? 1 : 4;
    return chunk.suspicion >= HOPELESS;
  }

  private static void endWith(Chunk chunk, Runnable outcome, List<Runnable> after) {
    if (chunk.end()) {
      chunk.dropArguments();
      after.add(outcome);
    }
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
    List<Chunk> chunks = new ArrayList<>(door.size());
    for (Chunk chunk : door) {
      if (chunk.end()) {
        chunk.dropArguments();
        chunks.add(chunk);
      }
    }
    door.clear();
    return chunks;
  }

  /** Fails what runs for too long; one look at all workers serves them all. */
  private void checkTime() {
    List<Runnable> after = new ArrayList<>();
    lock.lock();
    try {
      long soonest = Long.MAX_VALUE;
      for (Seat seat : rota) {
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
   * @param running whether also when workers have begun some: those workers are killed; otherwise
   *     nothing is cancelled once one has begun
   * @return whether anything was cancelled
   */
  public boolean cancel(List<? extends Chunk> chunks, boolean running) {
    List<Runnable> after = new ArrayList<>();
    boolean done;
    lock.lock();
    try {
      List<Chunk> back = takeBack(chunks);
      if (running || chunks.stream().allMatch(chunk -> chunk.is(Chunk.WAITING))) {
        chunks.stream()
            .filter(chunk -> chunk.is(Chunk.WAITING))
            .forEach(chunk -> endWith(chunk, chunk::cancelled, after));
        sweep(after.size() - back.size());
      } else {
        toTheFront(back);
      }
      for (Chunk chunk : running ? chunks : List.<Chunk>of()) {
        Runner runner = chunk.runner;
        Seat seat = runner == null ? null : seats.get(runner);
        if (seat != null && chunk.is(Chunk.HANDED) && runsAlone(chunk, seat) && chunk.end()) {
          chunk.dropArguments();
          after.add(chunk::cancelled);
          after.add(doom(seat));
        }
      }
      done = !after.isEmpty();
      serveIdle(after);
      List<Runner> goodbye = dismissIdle();
      after.add(() -> goodbye.forEach(Runner::leave));
    } finally {
      lock.unlock();
    }
    after.forEach(Runnable::run);
    return done;
  }

  /** From the workers, those that they have not begun. */
  private List<Chunk> takeBack(List<? extends Chunk> chunks) {
    List<Chunk> back = new ArrayList<>();
    for (Chunk chunk : chunks) {
      Runner runner = chunk.runner;
      Seat seat = runner == null ? null : seats.get(runner);
      if (seat != null && chunk.is(Chunk.HANDED) && seat.takeBack(chunk)) {
        chunk.backToWaiting();
        back.add(chunk);
        rest(seat);
      }
    }
    return back;
  }

  /**
   * So many more at the door were cancelled: they go when they are half of it, or it is their turn.
   */
  private void sweep(int more) {
    cancelled += more;
    if (cancelled > 1000 && cancelled > door.size() / 2) {
      door.removeIf(chunk -> chunk.is(Chunk.ENDED));
      cancelled = 0;
    }
  }

  /**
   * Whether killing the worker ends this chunk only. What it has been handed ahead is taken back
   * first; if it has begun some of that, the chunk has just ended, and it is too late to cancel it.
   */
  private boolean runsAlone(Chunk chunk, Seat seat) {
    toTheFront(seat.takeBack(Integer.MAX_VALUE, chunk));
    for (Chunk other : seat.chunks()) {
      if (other != chunk && other.is(Chunk.HANDED)) {
        return false;
      }
    }
    return true;
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
   * @return what no worker had begun
   */
  public List<Chunk> terminate() {
    List<Chunk> waiting;
    List<Runner> killing;
    lock.lock();
    try {
      mode = Mode.TERMINATED;
      rota.forEach(seat -> toTheFront(seat.takeBack(Integer.MAX_VALUE, null)));
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
