package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;

/**
 * Brings chunks and workers together: chunks come in at the {@link ChunkQueue}, the {@link Workers}
 * run them.
 *
 * <p>One lock guards all of it. A <i>move</i> holds it only to bring a chunk or a worker from one
 * place to another; what that entails is noted as {@link Effects} and done once the lock is let go.
 * So nothing that a worker, a task or a user does can hold up the door, and no failure of one
 * effect touches another. How a call ended is an {@link Outcome}: noted with the chunk as part of
 * the move, told to those who wait as an effect.
 */
public final class Scheduler {
  private final Clock clock;
  private final Reports reports;

  // Changed in moves only:
  private final ChunkQueue queue = new ChunkQueue();
  private final PoolLife life = new PoolLife();
  private final AfterEnd afterEnd = new AfterEnd();
  private final Workers workers;
  private final Staff staff;
  private final Ending ending;
  private final Tally tally = new Tally();

  final Moves moves = new Moves(life, this::allGone, this::told, afterEnd::begin);

  /** Shows what tasks print. */
  public interface Printer {
    /** Added to a stream's number: the text came past {@code System.out}, from a child, say. */
    int PAST = 2;

    /**
     * Prints some text, now or soon.
     *
     * @param stream 1 for out, 2 for err, more by {@link #PAST} when it came past those
     * @param text holds it, in UTF-8
     * @param offset where it begins
     * @param length how many bytes
     */
    void print(int stream, byte[] text, int offset, int length);

    /** Waits until what was to be printed is, as far as that is in the pool's hands. */
    default void settle() {}
  }

  /**
   * Makes a pool; {@link #start} follows.
   *
   * @param processes how many workers
   * @param chunksPerWorker after so many chunks a worker is replaced; 0 for never
   * @param factory makes them
   * @param events is told of them
   * @param printer shows what tasks print
   */
  public Scheduler(
      int processes, int chunksPerWorker, Runner.Factory factory, Events events, Printer printer) {
    this(processes, chunksPerWorker, factory, events, printer, Clock.SYSTEM);
  }

  /** As above, by another clock. */
  Scheduler(
      int processes,
      int chunksPerWorker,
      Runner.Factory factory,
      Events events,
      Printer printer,
      Clock clock) {
    this.clock = clock;
    TimeLimits timeLimits = new TimeLimits(this, clock);
    NearestFirst nearestFirst = new NearestFirst(this, clock);
    this.workers = new Workers(queue, timeLimits, tally, nearestFirst, chunksPerWorker == 0);
    this.staff = new Staff(this, life, processes, chunksPerWorker, factory);
    this.ending = new Ending(this, life);
    this.reports = new Reports(this, staff, timeLimits, events, printer);
  }

  /** Does something under the lock, and then what it entails. */
  void move(Consumer<Effects> body) {
    moves.make(body);
  }

  /** As {@link #move}, done again should memory run out in the middle. */
  void moveWhole(Consumer<Effects> body) {
    moves.makeWhole(body);
  }

  /**
   * Has something done once when the pool is closed and all its workers are gone, before anybody
   * finds it so; at once if they are.
   *
   * @param what short; done again should memory run out in the middle
   */
  public void atLast(Runnable what) {
    moves.atLast(what);
  }

  Workers workers() {
    return workers;
  }

  ChunkQueue queue() {
    return queue;
  }

  Tally tally() {
    return tally;
  }

  Ending ending() {
    return ending;
  }

  Clock clock() {
    return clock;
  }

  Staff staff() {
    return staff;
  }

  /** Where runners tell what happens. */
  Runner.Listener reports() {
    return reports;
  }

  /**
   * Starts the workers, without waiting for them. Fails if one cannot even begin to start: none is
   * left then.
   */
  public void start() {
    Runner starting = null;
    try {
      for (Runner next = moves.look(staff::addFirst);
          next != null;
          next = moves.look(staff::addFirst)) {
        starting = next;
        ProgramEnd.add(next);
        next.start();
        starting = null; // it tells its end itself
      }
    } catch (Throwable cannotStart) {
      var unused = terminate();
      if (starting != null) {
        reports.ended(starting, WorkerDeath.neverStarted(cannotStart));
      }
      throw cannotStart;
    }
  }

  /**
   * Takes a chunk.
   *
   * @param chunk what to run
   * @throws IllegalStateException when the pool is closed
   */
  public void submit(Chunk chunk) {
    var unused = submit(chunk, null);
  }

  /** The move of which there are millions: without the closure of {@link #move}. */
  boolean submit(Chunk chunk, @Nullable Hold hold) {
    Effects effects = new Effects();
    Outcome refusal;
    moves.lock.lock();
    try {
      if (hold == null) {
        life.requireOpen();
      }
      tally.submitted(chunk);
      refusal = hold == null || life.holds(hold) ? life.refusal() : PoolLife.cancelled();
      if (refusal != null) {
        end(chunk, refusal, effects);
      } else {
        Worker worker = workers.forNew(chunk);
        if (worker != null) {
          workers.hand(worker, chunk);
          effects.send(worker.asking);
        } else {
          queue.add(chunk);
        }
      }
    } finally {
      moves.lock.unlock();
    }
    effects.run();
    return refusal == null;
  }

  /** Ends a chunk, all of whose calls that have no outcome yet end in this way. */
  boolean end(Chunk chunk, Outcome outcome, Effects effects) {
    int[] until = {0};
    Runnable tell = () -> chunk.ended(until[0], outcome);
    effects.reserve();
    if (!chunk.end()) {
      return false;
    }
    until[0] = chunk.told();
    tally.ended(chunk, until[0], outcome, workers.of(chunk.runner()));
    chunk.dropArguments();
    effects.add(tell);
    return true;
  }

  /**
   * Cancels the chunks of one submission.
   *
   * @param chunks which
   * @param running whether also when workers have begun some: those workers are ended; otherwise
   *     nothing is cancelled once one has begun
   * @return whether anything was cancelled
   */
  public boolean cancel(List<? extends Chunk> chunks, boolean running) {
    return new Cancellation(this, chunks, running).run();
  }

  // ---- the pool's life

  /**
   * Refuses when no new work is taken.
   *
   * @throws IllegalStateException when the pool is closed
   */
  public void requireOpen() {
    life.requireOpen();
  }

  /**
   * Whether new work is refused.
   *
   * @return true after close or terminate
   */
  public boolean isClosed() {
    return life.isClosed();
  }

  /**
   * Begins a submission that hands in its chunks bit by bit. Workers stay until it is released.
   *
   * @param poolIsClosed told when the pool is closed, and when it comes to its end, if that happens
   *     before; on whatever thread does that, so it must not block
   * @return to hand them in with
   * @throws IllegalStateException when the pool is closed
   */
  public Hold hold(Runnable poolIsClosed) {
    Hold hold = new Hold(this, poolIsClosed);
    move(
        effects -> {
          requireOpen();
          life.hold(hold);
        });
    return hold;
  }

  boolean takes(Hold hold) {
    return moves.look(() -> life.holds(hold) && life.refusal() == null);
  }

  void release(Hold hold) {
    move(
        effects -> {
          Runnable dismissal = () -> staff.dismissIdle(effects);
          if (life.release(hold)) {
            Room.insist(dismissal);
          }
        });
  }

  /**
   * Whether some submission may still hand in chunks.
   *
   * @return whether
   */
  public boolean isHeld() {
    return moves.look(life::isHeld);
  }

  /**
   * Changes how many workers there are. More are started at once; of fewer, idle ones leave first,
   * busy ones when their chunk has ended.
   *
   * @param newProcesses at least 1
   * @throws IllegalStateException when the pool is closed
   */
  public void resize(int newProcesses) {
    moveWhole(
        effects -> {
          life.requireOpen();
          staff.resizeTo(newProcesses, effects);
        });
  }

  /**
   * How many workers there are to be.
   *
   * @return at least 1
   */
  public int processes() {
    return staff.processes();
  }

  /**
   * What has been counted so far, and what workers do at this moment.
   *
   * @return a snapshot
   */
  public Figures figures() {
    return moves.look(staff::figures);
  }

  /** Takes no new work; the workers leave when what was taken is done. */
  public void close() {
    moveWhole(ending::close);
  }

  /**
   * Ends everything now; what is pending is cancelled.
   *
   * @return what no worker had begun
   */
  public List<Chunk> terminate() {
    List<Chunk> unbegun = new ArrayList<>();
    moveWhole(effects -> ending.terminate(unbegun, effects));
    return unbegun;
  }

  /** A result is about to be told: until {@link #told} nobody finds the pool gone. */
  public void telling() {
    move(effects -> life.telling());
  }

  /** It has been told. */
  public void told() {
    move(effects -> life.told());
  }

  /**
   * Whether the pool is closed or terminated, and every worker gone.
   *
   * @return whether
   */
  public boolean isGone() {
    return moves.look(this::allGone);
  }

  private boolean allGone() {
    return life.isGone(workers.all().isEmpty(), queue.someWait());
  }

  /**
   * Has something done when the pool is closed or terminated, and every worker gone.
   *
   * @param task what to do, on a thread that may take its time
   */
  public void whenGone(Runnable task) {
    afterEnd.set(task);
  }

  /**
   * How far the pool is on its way from running to gone, for people.
   *
   * @return one word
   */
  public String state() {
    return moves.look(life::text);
  }

  /**
   * Waits until the pool is closed or terminated, and every worker gone.
   *
   * @param deadline until when at most
   * @return false when the time ran out
   * @throws InterruptedException when interrupted while waiting
   */
  public boolean awaitGone(Deadline deadline) throws InterruptedException {
    boolean gone = moves.awaitEnd(deadline);
    if (gone) {
      afterEnd.await(deadline);
    }
    return gone;
  }

  /**
   * The workers, in order of their start.
   *
   * @return those whose processes could be started
   */
  public List<WorkerId> workerIds() {
    return moves.look(workers::runners).stream()
        .map(Runner::id)
        .filter(id -> id.pid() > 0)
        .toList();
  }
}
