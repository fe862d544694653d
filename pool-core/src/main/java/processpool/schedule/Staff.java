package processpool.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.events.Observer.EndReason;

/**
 * Sees that the pool has as many workers as it is to have, and that those have work: starts them,
 * gives them what they can take, replaces those that die or have done their share, and lets go of
 * those it has too many of. Guarded by the scheduler's lock; starting and ending them are {@link
 * Effects}.
 */
final class Staff {
  private final Scheduler scheduler;
  private final PoolLife life;
  private final Workers workers;
  private final ChunkQueue queue;
  private final Runner.Factory factory;
  private final RestartPolicy restarts = new RestartPolicy();

  /** After so many chunks a worker is replaced; 0 for never. */
  private final int chunksPerWorker;

  /** How many workers there are to be. Written under the lock; anybody may read it. */
  private volatile int processes;

  Staff(
      Scheduler scheduler,
      PoolLife life,
      int processes,
      int chunksPerWorker,
      Runner.Factory factory) {
    this.scheduler = scheduler;
    this.life = life;
    this.workers = scheduler.workers();
    this.queue = scheduler.queue();
    this.processes = processes;
    workers.wanted = factory.runners(processes);
    this.chunksPerWorker = chunksPerWorker;
    this.factory = factory;
  }

  int processes() {
    return processes;
  }

  Figures figures() {
    return Figures.of(processes, scheduler.tally(), workers.all(), scheduler.clock().nanoTime());
  }

  // ---- starting

  /**
   * Another of the first ones, to be started; null when there are enough, or the pool is broken.
   */
  @Nullable Runner addFirst() {
    if (!wantsAnother()) {
      return null;
    }
    int index = workers.freeIndex();
    Runner runner = factory.create(scheduler.reports(), index);
    workers.add(runner, index);
    return runner;
  }

  /** There is to be one worker more; nobody would think of it again. */
  private void launch(Effects effects) {
    while (true) {
      try {
        launchNow(effects);
        return;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  /**
   * Makes a worker; it starts outside the lock. One that cannot even be made has failed to start.
   */
  private void launchNow(Effects effects) {
    Runner runner;
    int index = workers.freeIndex();
    try {
      runner = factory.create(scheduler.reports(), index);
    } catch (Throwable cannotMake) {
      if (Room.wasMissing(cannotMake)) {
        throw cannotMake;
      }
      effects.add(
          () -> scheduler.move(more -> startFailed(WorkerDeath.neverStarted(cannotMake), more)));
      return;
    }
    Runnable start = () -> start(runner);
    effects.reserve();
    workers.add(runner, index);
    effects.add(start);
  }

  private void start(Runner runner) {
    Throwable failed = null;
    try {
      ProgramEnd.add(runner);
      runner.start();
    } catch (Throwable cannotStart) {
      failed = cannotStart;
    }
    while (failed != null) { // it is not to be started twice, should memory run out here
      try {
        scheduler.reports().ended(runner, WorkerDeath.neverStarted(failed));
        failed = null;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  void ready(Runner runner, WorkerId who, Effects effects) {
    restarts.aWorkerIsReady();
    Worker worker = workers.of(runner);
    if (worker == null || worker.doomed) {
      return;
    }
    worker.ready = true;
    worker.readySince = scheduler.clock().nanoTime();
    worker.id = who;
    serve(worker, effects);
  }

  void aChunkIsDone() {
    restarts.aChunkIsDone();
  }

  // ---- working

  /** A worker can take something: gives it that, or lets it rest, retire or leave. */
  void serve(Worker worker, Effects effects) {
    if (retires(worker, effects)) {
      serveIdle(effects); // with one fewer, others may not be too many any more
      return;
    }
    effects.reserveSend(worker.asking);
    if (workers.refill(worker)) {
      effects.send(worker.asking);
    }
    workers.rest(worker);
    if (workers.someoneMayBeLeftOut()) {
      serveIdle(effects);
    }
    dismissIdle(effects);
  }

  /** As above, but those that are idle come first; it may have left by then. */
  void serveOthersFirst(Worker worker, Effects effects) {
    serveIdle(effects);
    if (!worker.doomed && workers.of(worker.runner) == worker) {
      serve(worker, effects);
    }
  }

  /**
   * Whoever can take something gets what waits at the door, or behind others' chunks. Done again
   * should memory run out: nobody else may ever have a reason to.
   */
  void serveIdle(Effects effects) {
    while (true) {
      try {
        serveIdleNow(effects);
        return;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  private void serveIdleNow(Effects effects) {
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

  // ---- replacing

  void ended(Runner runner, WorkerDeath death, Effects effects) {
    life.hasLeft(runner);
    Worker worker = workers.of(runner);
    if (worker == null) {
      return;
    }
    // Whoever waits for the pool's end finds all results there. Noted first, though it is to be
    // done last: what can fail for want of memory fails before anything has changed.
    Runnable told = scheduler::told;
    Runnable burial = () -> bury(worker, death, effects);
    Room.await();
    workers.remove(worker);
    life.telling();
    if (!worker.doomed && !endsWithProgram()) {
      scheduler.tally().hasLeft(worker); // here, as what follows may be done twice
    }
    effects.addLast(told);
    Room.insist(burial);
  }

  /** Of one that has ended and is still to be buried: as the {@link Tally} will count it. */
  EndReason whyItEnded(Runner runner) {
    EndReason told = life.whyItLeaves(runner);
    if (told != null) {
      return told;
    }
    Worker worker = workers.of(runner);
    if (worker == null || worker.killed) {
      return EndReason.DIED;
    }
    if (worker.doomed) {
      return EndReason.POOL_ENDED;
    }
    return worker.asking.isLeaving() ? EndReason.RETIRED : EndReason.DIED;
  }

  private boolean endsWithProgram() {
    return ProgramEnd.underWay() && !life.is(PoolLife.State.TERMINATED);
  }

  private void bury(Worker worker, WorkerDeath death, Effects effects) {
    if (endsWithProgram()) {
      // Nobody is told how tasks ended that the program did not wait for, unless it asks to.
      for (Chunk chunk : worker.handed()) {
        chunk.backToWaiting();
        scheduler.tally().back(chunk, worker);
      }
      queue.addFirst(worker.handed());
      return;
    }
    Losses.of(worker, death, life.refusal(), scheduler, effects);
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
    Runnable breakdown = () -> scheduler.ending().breakDown(death, effects);
    boolean hopeless = restarts.startFailed(death, workers.anyReady());
    if (hopeless && wantsAnother()) {
      Room.insist(breakdown);
    } else if (wantsAnother()) {
      replace(effects);
    }
  }

  /** Replaces a dead worker: at once, but after a pause when one after the other ends in vain. */
  private void replace(Effects effects) {
    long pause = restarts.pause();
    if (pause == 0) {
      launch(effects);
    } else {
      effects.add(() -> scheduler.clock().after(pause, this::launchLate));
    }
  }

  private void launchLate() {
    scheduler.move(
        effects -> {
          if (wantsAnother()) {
            launch(effects);
          }
        });
  }

  private boolean wantsAnother() {
    return workers.missing() > 0 && life.wantsWorkers(queue.someWait());
  }

  // ---- letting go

  /** Whether a worker is to begin nothing more; it leaves when it has nothing left to do. */
  private boolean retires(Worker worker, Effects effects) {
    boolean worn = isWorn(worker);
    if (!worn && workers.missing() >= 0) {
      return false;
    }
    workers.unrest(worker);
    if (worker.ready && !worker.doomed && worker.handed().isEmpty()) {
      dismiss(worker, worn ? EndReason.RETIRED : EndReason.SURPLUS, effects);
      if (worn) {
        scheduler.tally().retirements++;
      }
      if (wantsAnother()) {
        launch(effects);
      }
    }
    return true;
  }

  /** A worker is to begin nothing more: others run what it was handed and has not begun. */
  void worn(Runner runner, Effects effects) {
    Worker worker = workers.of(runner);
    if (worker != null && !worker.doomed) {
      worker.worn = true;
      queue.addFirst(worker.takeBack(Integer.MAX_VALUE, null));
      serveIdle(effects);
    }
  }

  private boolean isToLeave(Worker worker) {
    return isWorn(worker) || workers.missing() < 0;
  }

  private boolean isWorn(Worker worker) {
    return worker.worn || (chunksPerWorker > 0 && worker.chunksDone >= chunksPerWorker);
  }

  /** Once closed with nothing left to do, idle workers are told to leave. */
  void dismissIdle(Effects effects) {
    if (life.is(PoolLife.State.CLOSED) && !life.wantsWorkers(queue.someWait())) {
      for (Worker worker : workers.idle()) {
        if (worker.handed().isEmpty()) {
          dismiss(worker, EndReason.POOL_ENDED, effects);
        }
      }
    }
  }

  private void dismiss(Worker worker, EndReason reason, Effects effects) {
    Runnable leave = worker.asking::leave;
    effects.reserve();
    life.leaves(worker.runner, reason);
    workers.remove(worker);
    effects.add(leave);
  }

  /** There are to be so many workers. */
  void resizeTo(int newProcesses, Effects effects) {
    processes = newProcesses;
    factory.resized(newProcesses);
    resize(factory.runners(newProcesses), effects);
  }

  /** More are started at once; of fewer, idle ones leave first, busy ones with their chunk. */
  void resize(int newRunners, Effects effects) {
    workers.wanted = newRunners;
    int missing = life.is(PoolLife.State.OPEN) ? workers.missing() : 0;
    for (; missing > 0 && wantsAnother(); missing--) {
      launch(effects);
    }
    dismissSurplus(false, effects);
    dismissSurplus(true, effects);
    if (workers.missing() < 0) {
      for (Worker worker : workers.all()) {
        queue.addFirst(worker.takeBackWaiting(Integer.MAX_VALUE)); // it is to leave before those
      }
    }
    serveIdle(effects);
  }

  /** Those that have nothing to do: of those that are ready, or have yet to be, the latest. */
  private void dismissSurplus(boolean ready, Effects effects) {
    List<Worker> all = List.copyOf(workers.all());
    for (int i = all.size() - 1; i >= 0 && workers.missing() < 0; i--) {
      Worker worker = all.get(i);
      if (worker.ready == ready && !worker.doomed && worker.handed().isEmpty()) {
        dismiss(worker, EndReason.SURPLUS, effects);
      }
    }
  }
}
