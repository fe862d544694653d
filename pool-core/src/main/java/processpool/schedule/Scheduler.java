package processpool.schedule;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.events.Log;
import processpool.wire.MessageReader;

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
public final class Scheduler implements Runner.Listener {
  private final Runner.Factory factory;
  private final Events events;
  private final Printer printer;
  private final Clock clock;

  /** After so many chunks a worker is replaced; 0 for never. */
  private final int chunksPerWorker;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gone = lock.newCondition();

  // Guarded by the lock:
  private final ChunkQueue queue = new ChunkQueue();
  private final RestartPolicy restarts = new RestartPolicy();
  private final PoolLife life = new PoolLife();
  private final TimeLimits timeLimits;
  private final Workers workers;

  private int processes;

  /** Shows what tasks print. */
  public interface Printer {
    /**
     * Prints some text.
     *
     * @param stream 1 for out, 2 for err
     * @param text holds it, in UTF-8
     * @param offset where it begins
     * @param length how many bytes
     */
    void print(int stream, byte[] text, int offset, int length);
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
    this.processes = processes;
    this.chunksPerWorker = chunksPerWorker;
    this.factory = factory;
    this.events = events;
    this.printer = printer;
    this.clock = clock;
    this.timeLimits = new TimeLimits(this, clock);
    this.workers = new Workers(queue, timeLimits, clock, chunksPerWorker == 0);
  }

  // ---- moves

  /** Does something under the lock, and then what it entails. */
  void move(Consumer<Effects> body) {
    Effects effects = new Effects();
    lock.lock();
    try {
      body.accept(effects);
    } finally {
      signalWhenGone();
      lock.unlock();
      effects.run();
    }
  }

  Workers workers() {
    return workers;
  }

  ChunkQueue queue() {
    return queue;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Starts the workers, without waiting for them. Fails if one cannot even begin to start: none is
   * left then.
   */
  public void start() {
    Runner runner = null;
    try {
      for (int i = processes; i > 0; i--) {
        runner = add();
        if (runner == null) {
          return; // those before have failed already, and broken the pool
        }
        ProgramEnd.add(runner);
        runner.start();
      }
    } catch (Throwable cannotStart) {
      var unused = terminate();
      if (runner != null) {
        ended(runner, neverStarted(cannotStart));
      }
      throw cannotStart;
    }
  }

  private @Nullable Runner add() {
    lock.lock();
    try {
      if (!wantsAnother()) {
        return null;
      }
      Runner runner = factory.create(this);
      workers.add(runner);
      return runner;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a worker; it starts outside the lock. One that cannot even be made has failed to start.
   */
  private void launch(Effects effects) {
    Runner runner;
    try {
      runner = factory.create(this);
    } catch (Throwable cannotMake) {
      effects.add(() -> move(more -> startFailed(neverStarted(cannotMake), more)));
      return;
    }
    workers.add(runner);
    effects.add(
        () -> {
          try {
            ProgramEnd.add(runner);
            runner.start();
          } catch (Throwable cannotStart) {
            ended(runner, neverStarted(cannotStart));
          }
        });
  }

  private static WorkerDeath neverStarted(Throwable cause) {
    return new WorkerDeath(WorkerId.NOBODY, -1, "", cause);
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
  private boolean submit(Chunk chunk, PoolLife.@Nullable Hold hold) {
    Effects effects = new Effects();
    Outcome refusal;
    lock.lock();
    try {
      if (hold == null) {
        life.requireOpen();
      }
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
      lock.unlock();
    }
    effects.run();
    return refusal == null;
  }

  /** Ends a chunk, all of whose calls that have no outcome yet end in this way. */
  boolean end(Chunk chunk, Outcome outcome, Effects effects) {
    if (!chunk.end()) {
      return false;
    }
    int until = chunk.told();
    chunk.dropArguments();
    effects.add(() -> chunk.ended(until, outcome));
    return true;
  }

  /** Ends what runs a chunk because of that, whose present call ends in this way. */
  void abort(Worker worker, Chunk chunk, Outcome outcome, Effects effects) {
    worker.condemn(chunk, outcome);
    if (!worker.asking.goesOn()) {
      queue.addFirst(worker.takeBack(Integer.MAX_VALUE, chunk));
      workers.doom(worker);
    }
    if (chunk.calls() - chunk.told() == 1) {
      end(chunk, outcome, effects);
    }
    effects.add(() -> worker.asking.abort(chunk));
    serveIdle(effects);
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

  // ---- what runners tell

  @Override
  public void ready(Runner runner) {
    WorkerId who = runner.id();
    events.workerReady(who.pid());
    move(
        effects -> {
          restarts.aWorkerIsReady();
          Worker worker = workers.of(runner);
          if (worker == null || worker.doomed) {
            return;
          }
          worker.ready = true;
          worker.id = who;
          serve(worker, effects);
        });
  }

  @Override
  public void begun(Runner runner, Chunk chunk, int begun) {
    chunk.begunNow(begun, clock.nanoTime());
    chunk.begunBy(runner.worker(chunk));
  }

  @Override
  public void replied(Runner runner, Chunk chunk, int first, int count, MessageReader outcomes)
      throws IOException {
    if (chunk.is(Chunk.ENDED)) {
      return; // it was cancelled, or took too long
    }
    if (first != chunk.told() || count < 0 || count > chunk.calls() - first) {
      throw new IOException("the worker answered for calls that it was not asked for");
    }
    WorkerId who = runner.worker(chunk);
    chunk.begunBy(who);
    chunk.take(outcomes, count, who);
    if (chunk.told() == chunk.calls() && chunk.end()) {
      chunk.dropArguments();
      tellEnded(chunk);
    }
  }

  /** No lock is held: an effect of its own, so that nothing that goes wrong reaches the runner. */
  private static void tellEnded(Chunk chunk) {
    try {
      chunk.ended(chunk.calls(), null);
    } catch (Throwable unexpected) {
      Log.error("telling how a task ended failed", unexpected);
    }
  }

  @Override
  public void done(Runner runner, Chunk[] chunks, int count) {
    Helpers.retry();
    move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker == null) {
            return;
          }
          if (worker.done(chunks, count) > 0) {
            restarts.aChunkIsDone();
          }
          if (!worker.doomed) {
            serve(worker, effects);
          }
        });
  }

  @Override
  public void unsendable(Runner runner, Chunk chunk, Throwable cause) {
    move(effects -> end(chunk, new Outcome.Unsendable(cause), effects));
    done(runner, new Chunk[] {chunk}, 1);
  }

  @Override
  public void answered(Runner runner, Chunk chunk, boolean back) {
    move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker == null) {
            return;
          }
          if (worker.answered(chunk, back)) {
            queue.addFirst(List.of(chunk));
          }
          serveOthersFirst(worker, effects); // it was taken back for them
        });
  }

  @Override
  public void stopped(Runner runner, Chunk chunk, boolean stopped) {
    move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker != null && !worker.doomed) {
            timeLimits.answered(worker, chunk, stopped, effects);
          }
        });
  }

  @Override
  public void lost(Runner runner, Chunk chunk, int begun, WorkerDeath death) {
    move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker == null || !worker.has(chunk)) {
            return;
          }
          Losses.of(worker, chunk, begun, death, this, effects);
          worker.done(new Chunk[] {chunk}, 1);
          serveOthersFirst(worker, effects);
        });
  }

  @Override
  public void printed(Runner runner, int stream, byte[] text, int offset, int length) {
    printer.print(stream, text, offset, length);
  }

  /** A worker can take something: gives it that, or lets it rest, retire or leave. */
  private void serve(Worker worker, Effects effects) {
    if (retires(worker, effects)) {
      serveIdle(effects); // with one fewer, others may not be too many any more
      return;
    }
    if (workers.refill(worker)) {
      effects.send(worker.asking);
    }
    workers.rest(worker);
    dismissIdle(effects);
  }

  /** As above, but those that are idle come first; it may have left by then. */
  private void serveOthersFirst(Worker worker, Effects effects) {
    serveIdle(effects);
    if (!worker.doomed && workers.of(worker.runner) == worker) {
      serve(worker, effects);
    }
  }

  /** Whether a worker is to begin nothing more; it leaves when it has nothing left to do. */
  private boolean retires(Worker worker, Effects effects) {
    if (!isToLeave(worker)) {
      return false;
    }
    workers.unrest(worker);
    if (worker.ready && !worker.doomed && worker.handed().isEmpty()) {
      dismiss(worker, effects);
      if (wantsAnother()) {
        launch(effects);
      }
    }
    return true;
  }

  private boolean isToLeave(Worker worker) {
    boolean worn = chunksPerWorker > 0 && worker.chunksDone >= chunksPerWorker;
    return worn || workers.all().size() > processes;
  }

  /** Whoever can take something gets what waits at the door, or behind others' chunks. */
  void serveIdle(Effects effects) {
    for (Worker worker : List.copyOf(workers.all())) {
      retires(worker, effects);
    }
    for (Worker worker : workers.all()) {
      if (!isToLeave(worker)) {
        workers.rest(worker);
      }
    }
    workers.serveIdle(effects);
  }

  @Override
  public void ended(Runner runner, WorkerDeath death) {
    ProgramEnd.remove(runner);
    if (death.who().pid() > 0 && !ProgramEnd.underWay()) {
      events.workerEnded(death.who().pid(), death.exitCode());
    }
    move(
        effects -> {
          life.hasLeft(runner);
          Worker worker = workers.of(runner);
          if (worker != null) {
            workers.remove(worker);
            try {
              buried(worker, death, effects);
            } finally {
              effects.add(this::told);
            }
          }
        });
  }

  private void buried(Worker worker, WorkerDeath death, Effects effects) {
    life.telling();
    if (ProgramEnd.underWay() && !life.is(PoolLife.State.TERMINATED)) {
      // Nobody is told how tasks ended that the program did not wait for, unless it asks to.
      for (Chunk chunk : worker.handed()) {
        chunk.backToWaiting();
      }
      queue.addFirst(worker.handed());
      return;
    }
    Losses.of(worker, death, life.refusal(), this, effects);
    if (worker.ready) {
      restarts.died(worker.doomed, worker.chunksDone);
    } else if (!worker.doomed) {
      startFailed(death, effects);
      return;
    }
    serveIdle(effects);
    if (wantsAnother()) {
      replace(effects);
    }
  }

  private void startFailed(WorkerDeath death, Effects effects) {
    boolean hopeless = restarts.startFailed(death, workers.anyReady());
    if (hopeless && wantsAnother()) {
      breakDown(death, effects);
    } else if (wantsAnother()) {
      replace(effects);
    }
  }

  /** Whoever waits for the pool's end finds all results there. */
  private void told() {
    move(effects -> life.told());
  }

  /** Replaces a dead worker: at once, but after a pause when one after the other ends in vain. */
  private void replace(Effects effects) {
    long pause = restarts.pause();
    if (pause == 0) {
      launch(effects);
    } else {
      effects.add(() -> clock.after(pause, this::launchLate));
    }
  }

  private void launchLate() {
    move(
        effects -> {
          if (wantsAnother()) {
            launch(effects);
          }
        });
  }

  private boolean wantsAnother() {
    return workers.all().size() < processes && life.wantsWorkers(queue.someWait());
  }

  private static void tellHolds(List<PoolLife.Hold> holds, Effects effects) {
    holds.forEach(hold -> effects.add(hold.poolIsClosed));
  }

  private void breakDown(WorkerDeath death, Effects effects) {
    tellHolds(life.breakDown(death), effects);
    for (Chunk chunk : queue.removeAll()) {
      end(chunk, new Outcome.Broken(death), effects);
    }
    for (Worker worker : List.copyOf(workers.all())) {
      workers.doom(worker);
      effects.add(worker.runner::end);
    }
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

  /** Lets one submission go on handing in chunks after the pool was closed. */
  public final class Hold {
    private final PoolLife.Hold held;

    private Hold(Runnable poolIsClosed) {
      this.held = new PoolLife.Hold(poolIsClosed);
    }

    /**
     * Takes another chunk of the submission.
     *
     * @param chunk what to run
     * @return false when the pool has come to its end: this chunk has ended, as would others
     */
    public boolean submit(Chunk chunk) {
      return Scheduler.this.submit(chunk, held);
    }

    /**
     * Whether another chunk would be taken.
     *
     * @return false after release, or at the pool's end
     */
    public boolean isOpen() {
      lock.lock();
      try {
        return life.holds(held) && life.refusal() == null;
      } finally {
        lock.unlock();
      }
    }

    /** No more will come. May be called twice. */
    public void release() {
      move(
          effects -> {
            if (life.release(held)) {
              dismissIdle(effects);
            }
          });
    }
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
    Hold hold = new Hold(poolIsClosed);
    move(
        effects -> {
          requireOpen();
          life.hold(hold.held);
        });
    return hold;
  }

  /**
   * Whether some submission may still hand in chunks.
   *
   * @return whether
   */
  public boolean isHeld() {
    lock.lock();
    try {
      return life.isHeld();
    } finally {
      lock.unlock();
    }
  }

  /** Once closed with nothing left to do, idle workers are told to leave. */
  void dismissIdle(Effects effects) {
    if (life.is(PoolLife.State.CLOSED) && !life.wantsWorkers(queue.someWait())) {
      for (Worker worker : workers.idle()) {
        if (worker.handed().isEmpty()) {
          dismiss(worker, effects);
        }
      }
    }
  }

  private void dismiss(Worker worker, Effects effects) {
    workers.remove(worker);
    life.leaves(worker.runner);
    effects.add(worker.asking::leave);
  }

  /**
   * Changes how many workers there are. More are started at once; of fewer, idle ones leave first,
   * busy ones when their chunk has ended.
   *
   * @param newProcesses at least 1
   */
  @Override
  public void resize(int newProcesses) {
    move(
        effects -> {
          processes = newProcesses;
          int missing = life.is(PoolLife.State.OPEN) ? processes - workers.all().size() : 0;
          for (; missing > 0 && wantsAnother(); missing--) {
            launch(effects);
          }
          int tooMany = workers.all().size() - processes;
          for (Worker worker : List.copyOf(workers.all())) {
            boolean starting = !worker.ready && !worker.doomed;
            if (tooMany > 0 && (starting || (worker.idle && worker.handed().isEmpty()))) {
              dismiss(worker, effects);
              tooMany--;
            }
          }
          serveIdle(effects);
        });
  }

  /** Takes no new work; the workers leave when what was taken is done. */
  public void close() {
    move(
        effects -> {
          tellHolds(life.close(), effects);
          dismissIdle(effects);
        });
  }

  /**
   * Ends everything now; what is pending is cancelled.
   *
   * @return what no worker had begun
   */
  public List<Chunk> terminate() {
    List<Chunk> unbegun = new ArrayList<>();
    move(
        effects -> {
          tellHolds(life.terminate(), effects);
          for (Worker worker : workers.all()) {
            queue.addFirst(worker.takeBack(Integer.MAX_VALUE, null));
          }
          unbegun.addAll(queue.removeAll());
          for (Chunk chunk : unbegun) {
            end(chunk, PoolLife.cancelled(), effects);
          }
          for (Worker worker : workers.all()) {
            workers.doom(worker);
            for (Chunk chunk : worker.handed()) {
              end(chunk, PoolLife.cancelled(), effects);
            }
            effects.add(worker.runner::end);
          }
          for (Runner runner : life.leaving()) {
            effects.add(runner::end);
          }
        });
    return unbegun;
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

  private boolean allGone() {
    return life.isGone(workers.all().isEmpty(), queue.someWait());
  }

  private void signalWhenGone() {
    if (life.isClosed() && allGone()) {
      gone.signalAll();
    }
  }

  /**
   * Waits until the pool is closed or terminated, and every worker gone.
   *
   * @param deadline until when at most
   * @return false when the time ran out
   * @throws InterruptedException when interrupted while waiting
   */
  public boolean awaitGone(Deadline deadline) throws InterruptedException {
    boolean atExit = ProgramEnd.hasBegun();
    lock.lockInterruptibly();
    try {
      while (!allGone()
          || (ProgramEnd.underWay() && !atExit)) { // what waits then is as good as gone
        long left = deadline.left();
        if (left <= 0) {
          return false;
        }
        var unused = gone.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The workers, in order of their start.
   *
   * @return those whose processes could be started
   */
  public List<WorkerId> workerIds() {
    List<Runner> current;
    lock.lock();
    try {
      current = workers.runners();
    } finally {
      lock.unlock();
    }
    return current.stream().map(Runner::id).filter(id -> id.pid() > 0).toList();
  }
}
