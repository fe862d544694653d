package processpool.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A short life of a pool without processes, in which much goes wrong. The first time that a lambda
 * is made takes memory of its own, and where there is none just then, it may never be made again.
 * So whatever a death, a time limit or a pool's end entails is made here for the first time, while
 * there is memory.
 */
public final class Rehearsal {
  private static final WorkerId NOBODY = new WorkerId("", -1);
  private static final WorkerDeath DEATH = new WorkerDeath(NOBODY, 1, "", null);

  private final Scheduler scheduler =
      new Scheduler(
          2,
          0,
          (listener, index) -> new Nobody(),
          new Events("rehearsal", List.of()),
          (stream, text, offset, length) -> {},
          new Later());

  private final List<Runnable> due = new ArrayList<>();

  private Rehearsal() {}

  /** Lives it; a few milliseconds. */
  public static void run() {
    new Rehearsal().live();
  }

  private void live() {
    scheduler.start();
    ready();
    Chunk[] chunks = {new Nothing(), new Nothing(), new Nothing(), new Nothing()};
    for (Chunk chunk : chunks) {
      scheduler.submit(chunk);
    }
    var unusedWaiting = scheduler.cancel(List.of(chunks[3]), false);
    var unusedRunning = scheduler.cancel(List.of(chunks[1]), true);
    due.remove(0).run(); // the first has taken too long
    die(); // both, which are replaced; the chunk that waited goes to one of those
    ready();
    die();
    ready();
    scheduler.resize(1);
    scheduler.hold(() -> {}).release();
    var unusedRest = scheduler.terminate();
    scheduler.close();
    die();
  }

  private void ready() {
    for (Runner runner : runners()) {
      scheduler.move(effects -> scheduler.staff().ready(runner, NOBODY, effects));
    }
  }

  private void die() {
    for (Runner runner : runners()) {
      scheduler.reports().ended(runner, DEATH);
    }
  }

  private List<Runner> runners() {
    return List.copyOf(scheduler.workers().runners());
  }

  /** Keeps what is to be done later. */
  private final class Later implements Clock {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Timer.Due after(long nanos, Runnable task) {
      due.add(task);
      return new Timer.Due(0, task);
    }

    @Override
    public void pause(long nanos) {}
  }

  /** Takes what it is handed, and does nothing with it. */
  private static final class Nobody implements Runner {
    @Override
    public int parallel() {
      return 1;
    }

    @Override
    public boolean hasRoom(long bytes) {
      return false;
    }

    @Override
    public boolean isHeldUp() {
      return false;
    }

    @Override
    public void hand(Chunk chunk) {}

    @Override
    public Answer takeBack(Chunk chunk) {
      return Answer.NO;
    }

    @Override
    public void forget(Chunk[] chunks, int count) {}

    @Override
    public int begun(Chunk chunk) {
      return 1;
    }

    @Override
    public Answer stop(Chunk chunk, int begun) {
      return Answer.YES;
    }

    @Override
    public WorkerId id() {
      return NOBODY;
    }

    @Override
    public void start() {}

    @Override
    public void send() {}

    @Override
    public void help(Chunk chunk, long nanos) {}

    @Override
    public void abort(Chunk chunk) {}

    @Override
    public void leave() {}

    @Override
    public void end() {}
  }

  /** One call that nobody waits for. */
  private static final class Nothing extends Chunk {
    Nothing() {
      super(1);
    }

    @Override
    public FunctionCode function() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Limits limits() {
      return new Limits(1, 0);
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public void putArguments(MessageWriter to, int first) {}

    @Override
    protected void dropArguments() {}

    @Override
    protected void begunBy(WorkerId who) {}

    @Override
    protected void record(MessageReader outcomes, int first, int count, WorkerId who) {}

    @Override
    protected void record(int call, Outcome outcome) {}

    @Override
    protected int failures(int until) {
      return 0;
    }

    @Override
    protected void ended(int until, @Nullable Outcome rest) {}
  }
}
