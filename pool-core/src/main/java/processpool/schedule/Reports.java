package processpool.schedule;

import java.io.IOException;
import java.io.StreamCorruptedException;
import processpool.events.Events;
import processpool.events.Log;
import processpool.events.Words;
import processpool.wire.MessageReader;

/** What runners tell, each as a move of the {@link Scheduler}. */
final class Reports implements Runner.Listener {
  private final Scheduler scheduler;
  private final Staff staff;
  private final Workers workers;
  private final TimeLimits timeLimits;
  private final Events events;
  private final Scheduler.Printer printer;

  Reports(
      Scheduler scheduler,
      Staff staff,
      TimeLimits timeLimits,
      Events events,
      Scheduler.Printer printer) {
    this.scheduler = scheduler;
    this.staff = staff;
    this.workers = scheduler.workers();
    this.timeLimits = timeLimits;
    this.events = events;
    this.printer = printer;
  }

  @Override
  public void ready(Runner runner) {
    WorkerId who = runner.id();
    events.workerReady(runner.index(), who.node(), who.pid());
    scheduler.move(effects -> staff.ready(runner, who, effects));
  }

  @Override
  public void begun(Runner runner, Chunk chunk, int begun) {
    chunk.begunNow(begun, scheduler.clock().nanoTime());
    chunk.begunBy(runner.worker(chunk));
  }

  @Override
  public void replied(Runner runner, Chunk chunk, int first, int count, MessageReader outcomes)
      throws IOException {
    if (chunk.is(Chunk.ENDED)) {
      return; // it was cancelled, or took too long
    }
    if (chunk.runner() != runner) {
      throw new StreamCorruptedException("damaged link: an answer to what it has given back");
    }
    if (first != chunk.told() || count < 0 || count > chunk.calls() - first) {
      throw new IOException("the worker answered for calls that it was not asked for");
    }
    printer.settle(); // who has a task's result finds what it printed
    WorkerId who = runner.worker(chunk);
    chunk.begunBy(who);
    chunk.take(outcomes, count, who);
    if (chunk.told() == chunk.calls() && chunk.end()) {
      chunk.dropArguments();
      tellEnded(chunk);
    }
  }

  /**
   * As an effect, though no lock is held: nothing that goes wrong reaches the runner, and what
   * fails for want of memory is done again.
   */
  private static void tellEnded(Chunk chunk) {
    while (true) {
      try {
        chunk.ended(chunk.calls(), null);
        return;
      } catch (Throwable unexpected) {
        if (!Room.wasMissing(unexpected)) {
          Log.error(Words.TELLING, unexpected);
          return;
        }
        Room.await();
      }
    }
  }

  @Override
  public void done(Runner runner, Chunk[] chunks, int count) {
    Helpers.retry();
    scheduler.move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker == null) {
            return;
          }
          if (worker.done(chunks, count) > 0) {
            staff.aChunkIsDone();
          }
          if (!worker.doomed) {
            staff.serve(worker, effects);
          }
        });
  }

  @Override
  public void unsendable(Runner runner, Chunk chunk, Throwable cause) {
    scheduler.move(effects -> scheduler.end(chunk, new Outcome.Unsendable(cause), effects));
    done(runner, new Chunk[] {chunk}, 1);
  }

  @Override
  public void answered(Runner runner, Chunk chunk, boolean back) {
    scheduler.move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker == null) {
            return;
          }
          if (worker.answered(chunk, back)) {
            scheduler.queue().addFirst(chunk);
          }
          staff.serveOthersFirst(worker, effects); // it was taken back for them
        });
  }

  @Override
  public void stopped(Runner runner, Chunk chunk, boolean stopped) {
    scheduler.move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker != null && !worker.doomed) {
            timeLimits.answered(worker, chunk, stopped, effects);
          }
        });
  }

  @Override
  public void lost(Runner runner, Chunk chunk, int begun, WorkerDeath death) {
    scheduler.move(
        effects -> {
          Worker worker = workers.of(runner);
          if (worker == null || !worker.has(chunk)) {
            return;
          }
          Losses.of(worker, chunk, begun, death, scheduler, effects);
          worker.done(new Chunk[] {chunk}, 1);
          staff.serveOthersFirst(worker, effects);
        });
  }

  @Override
  public void resize(int runners) {
    scheduler.move(effects -> staff.resize(runners, effects));
  }

  @Override
  public void fill(int processes) {
    scheduler.move(effects -> staff.resizeTo(processes, effects));
  }

  @Override
  public void worn(Runner runner) {
    scheduler.move(effects -> staff.worn(runner, effects));
  }

  @Override
  public void printed(Runner runner, int stream, byte[] text, int offset, int length) {
    if (length > 0 && events.outputIsHeard()) {
      WorkerId who = runner.knownId();
      boolean error = (stream - 1) % Scheduler.Printer.PAST == 1;
      events.printed(runner.index(), who.node(), who.pid(), error, text, offset, length);
    }
    printer.print(stream, text, offset, length);
  }

  @Override
  public void ended(Runner runner, WorkerDeath death) {
    ProgramEnd.remove(runner);
    printer.settle();
    if (death.who().pid() > 0 && !ProgramEnd.underWay()) {
      WorkerId who = death.who();
      events.workerEnded(runner.index(), who.node(), who.pid(), death.exitCode());
    }
    scheduler.move(effects -> staff.ended(runner, death, effects));
  }
}
