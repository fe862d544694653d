package processpool.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;
import processpool.local.launch.WorkerCommand;
import processpool.schedule.Chunk;
import processpool.schedule.Room;
import processpool.schedule.Runner;
import processpool.schedule.Scheduler;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.FrameReader;
import processpool.wire.MessageReader;

/**
 * The life of one worker process, from its start to the news of its end. What it is told and what
 * it says is its {@link WorkerLink}'s business.
 *
 * <p>Three threads belong to it, all ended by its end. The life thread starts the process, waits
 * for its exit, has all it said taken in, and tells of its end. The reader takes its messages from
 * stdout; bytes between messages are output of native code and are passed on. The third passes on
 * its stderr.
 */
final class WorkerProcess implements Runner {
  private static final int PAST = Scheduler.Printer.PAST;

  /** How long one that has closed its output may take to end. */
  private static final long ENDING_MILLIS = 500;

  private final LocalWorkers common;
  private final int index;
  private final Listener listener;
  private final String name;
  private final CountDownLatch launched = new CountDownLatch(1);
  private final OutputTail tail = new OutputTail();
  private final HalfMessage halfMessage = new HalfMessage(this::damaged);
  private final Patience patience;
  private final WorkerLink link;

  private volatile WorkerId id = WorkerId.NOBODY;
  private volatile @Nullable Process process;
  private volatile WorkerCommand.@Nullable Launch launch;
  private volatile @Nullable Throwable fault;
  private volatile boolean ready;
  private volatile boolean leaving;
  private volatile boolean killed;
  private volatile boolean over;
  private volatile boolean buried;

  WorkerProcess(LocalWorkers common, int index, Listener listener) {
    this.common = common;
    this.index = index;
    this.listener = listener;
    this.name = common.nextName();
    this.patience = new Patience(common.exit, this::outOfPatience);
    this.link = new WorkerLink(this, common, listener);
  }

  // ---- life

  @Override
  public void start() {
    thread("life", this::live).start();
  }

  private Thread thread(String role, Runnable body) {
    Thread thread = new Thread(body, name + "-" + role);
    thread.setDaemon(true);
    return thread;
  }

  private void live() {
    WorkerDeath death = runToItsEnd();
    over = true;
    launched.countDown();
    try {
      forgetFiles();
      link.takeLast();
      patience.end();
    } catch (Throwable unexpected) { // memory cut short throws where it likes; its tasks are told
      Log.debug(Words.LEFT, unexpected);
    }
    LateFault.clear();
    while (!isTold(death)) {
      Room.await();
    }
  }

  private WorkerDeath runToItsEnd() {
    Throwable why;
    try {
      return runProcess();
    } catch (Throwable failed) { // whatever it is, the pool must hear of the end
      why = failed;
    }
    end();
    WorkerDeath death = null;
    while (death == null) {
      death = deathBy(why);
    }
    return death;
  }

  private @Nullable WorkerDeath deathBy(Throwable why) {
    Room.await();
    try {
      return new WorkerDeath(id, -1, tail.text(), why);
    } catch (OutOfMemoryError full) {
      return null;
    }
  }

  private boolean isTold(WorkerDeath death) {
    try {
      listener.ended(this, death);
      return true;
    } catch (OutOfMemoryError full) {
      return false;
    }
  }

  private WorkerDeath runProcess() throws IOException {
    WorkerCommand.Launch begun = common.command.start();
    launch = begun;
    Process started = begun.process();
    process = started;
    id = new WorkerId("", started.pid());
    link.open(started.getOutputStream());
    launched.countDown();
    common.events.workerStarted(index, "", started.pid());
    if (killed) {
      started.destroyForcibly();
    }
    OutputPipe stdout = new OutputPipe(started, started.getInputStream(), 1);
    OutputPipe stderr = new OutputPipe(started, started.getErrorStream(), 2);
    Thread reader = thread("reader", () -> read(stdout));
    Thread errors = thread("stderr", () -> passOn(stderr));
    reader.start();
    errors.start();
    link.initialize(index);
    if (leaving) {
      link.leave();
    }
    int exitCode = Exit.await(started);
    Room.await();
    over = true;
    stdout.end(reader); // what it said before it ended counts
    stderr.end(errors);
    buried = true;
    link.takeLast();
    try {
      started.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // Nobody reads what was still to be written.
    }
    return new WorkerDeath(id, exitCode, tail.text(), fault);
  }

  private void forgetFiles() {
    WorkerCommand.Launch begun = launch;
    if (begun != null) {
      begun.forgetFiles();
    }
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public WorkerId knownId() {
    return id;
  }

  @Override
  public long residentBytes() {
    return over ? -1 : ResidentMemory.of(id.pid());
  }

  @Override
  public WorkerId id() {
    if (launched.getCount() > 0) {
      try {
        launched.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return id;
  }

  // ---- what it is asked

  @Override
  public int parallel() {
    return 1;
  }

  @Override
  public boolean hasRoom(long bytes) {
    return common.maxMemoryPerChild == 0 && link.handed().hasRoom(bytes); // its last may be any
  }

  @Override
  public boolean isHeldUp() {
    return link.handed().isHeldUp();
  }

  @Override
  public boolean isQuick() {
    return link.handed().isQuick();
  }

  @Override
  public void hand(Chunk chunk) {
    link.hand(chunk);
  }

  @Override
  public void send() {
    link.send();
  }

  @Override
  public Answer takeBack(Chunk chunk) {
    return link.handed().takeBack(chunk);
  }

  @Override
  public void forget(Chunk[] chunks, int count) {
    link.handed().forget(chunks, count);
  }

  @Override
  public int begun(Chunk chunk) {
    return link.handed().begun(chunk);
  }

  @Override
  public Answer stop(Chunk chunk, int begun) {
    return link.handed().stop(chunk, begun);
  }

  @Override
  public boolean isLeaving() {
    return leaving;
  }

  @Override
  public long busyNanos() {
    return link.handed().busyNanos();
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    link.receiver().help(chunk, nanos);
  }

  @Override
  public void abort(Chunk chunk) {
    end();
  }

  @Override
  public void leave() {
    if (!leaving) {
      leaving = true;
      patience.begin();
    }
    link.leave();
  }

  private void outOfPatience() {
    if (leaving && !over && !killed) {
      patience.tell(id.pid());
    }
    end();
  }

  @Override
  public void end() {
    killed = true;
    Process running = process;
    while (running != null) {
      try {
        running.destroyForcibly();
        return;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  void damaged(Throwable why) {
    if (!killed) {
      fault = why;
      end();
    }
  }

  // ---- what it says

  private void read(InputStream stdout) {
    try {
      FrameReader frames =
          new FrameReader(
              stdout,
              (bytes, offset, length) -> {
                tail.add(bytes, offset, length);
                listener.printed(this, 1 + PAST, bytes, offset, length);
                link.receiver().look();
              },
              halfMessage);
      for (MessageReader m = frames.next(); m != null; m = frames.next()) {
        if (!buried) { // what a child of its tasks may write there is not the worker's word
          link.receiver().takeFromPipe(m);
        }
      }
      endSoon();
    } catch (Throwable damage) { // whatever it is, nobody would read on
      damaged(damage);
    } finally {
      halfMessage.goesOn();
    }
  }

  /**
   * It has closed its output, so it is ending, or will not be heard again: it takes nothing new.
   */
  private void endSoon() {
    if (!over) {
      link.leave();
      var unused = Timer.after(TimeUnit.MILLISECONDS.toNanos(ENDING_MILLIS), this::endUnlessOver);
    }
  }

  private void endUnlessOver() {
    if (!over && !leaving) {
      end();
    }
  }

  private void passOn(InputStream stderr) {
    CrashReport.Part beside =
        (bytes, offset, length) -> {
          tail.add(bytes, offset, length);
          listener.printed(this, 2 + PAST, bytes, offset, length);
        };
    // Done again without memory: unread, it would hold up the worker.
    Room.insist(() -> CrashReport.readAll(stderr, beside, tail::add));
  }

  // ---- what its link finds out

  /** Its main method runs. */
  void isThere() {
    forgetFiles();
  }

  void isReady() {
    ready = true;
  }

  void isNotReady(Throwable cause) {
    fault = cause;
    patience.begin(); // its shutdown hooks may hang
  }

  /** As it was told, or of itself: a task has spoilt something that cannot be put back. */
  void leaves() {
    if (!leaving) {
      leave();
      listener.worn(this); // and is not coming back
    }
  }

  /** Something was printed in it; before it is ready this may say why it never will be. */
  void printed(int stream, byte[] text, int offset, int length) {
    if (!ready) {
      tail.add(text, offset, length);
    }
    listener.printed(this, stream, text, offset, length);
  }

  boolean isOver() {
    return over;
  }

  boolean isEnding() {
    return over || leaving || killed;
  }
}
