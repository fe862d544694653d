package processpool.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.local.Handed.Place;
import processpool.local.launch.WorkerCommand;
import processpool.schedule.Chunk;
import processpool.schedule.Helpers;
import processpool.schedule.ProgramEnd;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.MessageReader;
import processpool.wire.SharedMemory;

/**
 * The life of one worker process, from its start to the news of its end. What it is told is {@link
 * RequestSender}'s business, what it says {@link ReplyHandler}'s.
 *
 * <p>Three threads belong to it, all ended by its end. The life thread starts the process, waits
 * for its exit, has all it said taken in, and tells of its end. The reader takes its messages from
 * stdout; bytes between messages are output of native code and are passed on. The third passes on
 * its stderr.
 */
final class WorkerProcess implements Runner {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** How long a child process of a task may hold the worker's output open after its end. */
  private static final long STRAGGLERS_MILLIS = 500;

  /** After its first chunk a worker is given so much time to itself before it must map memory. */
  private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(30);

  /** How long a worker may take to leave: its shutdown hooks are a task's, and may hang. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final LocalWorkers common;
  private final Listener listener;
  private final String name = "processpool-worker-" + NUMBERS.incrementAndGet();
  private final CountDownLatch launched = new CountDownLatch(1);
  private final OutputTail tail = new OutputTail();
  private final AtomicLong messages = new AtomicLong();
  private final Handed handed = new Handed();
  private final ReplyReceiver receiver = new ReplyReceiver(new Replies());
  private final ReplyHandler handler;

  private volatile WorkerId id = WorkerId.NOBODY;
  private volatile @Nullable Process process;
  private volatile WorkerCommand.@Nullable Launch launch;
  private volatile @Nullable RequestSender sender;
  private volatile @Nullable MemoryUpgrade upgrade;
  private volatile @Nullable SharedMemory memory;
  private volatile @Nullable Throwable fault;
  private volatile @Nullable Future<?> patience;
  private volatile boolean ready;
  private volatile boolean leaving;
  private volatile boolean killed;
  private volatile boolean over;
  private boolean settling;

  WorkerProcess(LocalWorkers common, Listener listener) {
    this.common = common;
    this.listener = listener;
    this.handler =
        new ReplyHandler(this, listener, handed, new Life(), common.initializerLoader);
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
    WorkerDeath death;
    try {
      death = runProcess();
    } catch (Throwable failed) { // whatever it is, the pool must hear of the end
      end();
      death = new WorkerDeath(id, -1, tail.text(), failed);
    } finally {
      launched.countDown();
      forgetFiles();
      over = true;
      receiver.takeLast();
      Future<?> end = patience;
      if (end != null) {
        end.cancel(false);
      }
    }
    listener.ended(this, death);
  }

  private WorkerDeath runProcess() throws IOException {
    WorkerCommand.Launch begun = common.command.start();
    launch = begun;
    Process started = begun.process();
    process = started;
    id = new WorkerId("", started.pid());
    RequestSender newSender =
        new RequestSender(new FrameWriter(started.getOutputStream()), handed, new Requests());
    upgrade = new MemoryUpgrade(newSender);
    sender = newSender;
    launched.countDown();
    common.events.workerStarted(started.pid());
    if (killed) {
      started.destroyForcibly();
    }
    Thread reader = thread("reader", () -> read(started.getInputStream()));
    Thread errors = thread("stderr", () -> passOn(started.getErrorStream()));
    reader.start();
    errors.start();
    newSender.send(common.initialize);
    if (leaving) {
      newSender.leave();
    }
    newSender.send(); // what it was handed before there was a way to it
    int exitCode = waitFor(started);
    over = true;
    takeLast(reader, errors);
    try {
      started.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // Nobody reads what was still to be written.
    }
    return new WorkerDeath(id, exitCode, tail.text(), fault);
  }

  private static int waitFor(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException ofNobodysMaking) {
        // These threads are the pool's own; only the process's end ends the wait.
      }
    }
  }

  /** What it said before it ended counts; afterwards nothing that comes from its link does. */
  private void takeLast(Thread reader, Thread errors) {
    for (long before = -1; before != messages.get(); ) {
      before = messages.get();
      joinFor(reader);
    }
    joinFor(errors);
    receiver.takeLast();
    SharedMemory left = memory;
    if (left != null) {
      try {
        handler.takeLeft(left.draft(), handed.all());
        handler.pause();
      } catch (Throwable damaged) {
        Log.debug("what a worker had ready as it ended is damaged: " + damaged, null);
      }
    }
    MemoryUpgrade begun = upgrade;
    if (begun != null) {
      begun.end();
    }
  }

  private static void joinFor(Thread thread) {
    try {
      thread.join(STRAGGLERS_MILLIS);
    } catch (InterruptedException ofNobodysMaking) {
      // As above.
    }
  }

  private void forgetFiles() {
    WorkerCommand.Launch begun = launch;
    if (begun != null) {
      begun.forgetFiles();
    }
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
    return handed.hasRoom(bytes);
  }

  @Override
  public boolean isHeldUp() {
    return handed.isHeldUp();
  }

  @Override
  public void hand(Chunk chunk) {
    Place place = handed.hand(chunk);
    RequestSender to = sender;
    if (to != null) {
      to.add(place);
    }
  }

  @Override
  public void send() {
    RequestSender to = sender;
    if (to != null) {
      to.send();
    }
  }

  @Override
  public Answer takeBack(Chunk chunk) {
    return handed.takeBack(chunk);
  }

  @Override
  public void forget(Chunk[] chunks, int count) {
    handed.forget(chunks, count);
  }

  @Override
  public int begun(Chunk chunk) {
    return handed.begun(chunk);
  }

  @Override
  public Answer stop(Chunk chunk, int begun) {
    return handed.stop(chunk, begun);
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    receiver.help(chunk, nanos);
  }

  @Override
  public void abort(Chunk chunk) {
    end();
  }

  @Override
  public void leave() {
    leaving = true;
    beginPatience();
    RequestSender to = sender;
    if (to != null) {
      to.leave();
    }
  }

  private void beginPatience() {
    patience = Timer.after(PATIENCE, this::end);
  }

  @Override
  public void end() {
    killed = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private void damaged(Throwable why) {
    if (!killed) {
      fault = why;
      end();
    }
  }

  // ---- what it says

  private void read(InputStream stdout) {
    FrameReader frames =
        new FrameReader(
            stdout,
            (bytes, offset, length) -> {
              tail.add(bytes, offset, length);
              listener.printed(this, 1, bytes, offset, length);
            });
    try {
      for (MessageReader m = frames.next(); m != null; m = frames.next()) {
        messages.incrementAndGet();
        receiver.takeFromPipe(m);
      }
      endSoon();
    } catch (Throwable damage) { // whatever it is, nobody would read on
      damaged(damage);
    }
  }

  /** It has closed its output, so it is ending, or can never answer again. */
  private void endSoon() {
    if (!over) {
      var unused =
          Timer.after(TimeUnit.MILLISECONDS.toNanos(STRAGGLERS_MILLIS), this::endUnlessOver);
    }
  }

  private void endUnlessOver() {
    if (!over && !leaving) {
      end();
    }
  }

  private void passOn(InputStream stderr) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = stderr.read(buffer); n >= 0; n = stderr.read(buffer)) {
        tail.add(buffer, 0, n);
        listener.printed(this, 2, buffer, 0, n);
      }
    } catch (IOException closed) {
      // By the end of the process.
    }
  }

  private final class Requests implements RequestSender.Receiver {
    @Override
    public boolean isConnected() {
      return !over;
    }

    @Override
    public boolean saysWhenCallsBegin() {
      return common.events.active();
    }

    @Override
    public void unsendable(Place place, Throwable cause) {
      handed.answered(place);
      listener.unsendable(WorkerProcess.this, place.chunk, cause);
    }

    @Override
    public void damaged(Throwable why) {
      WorkerProcess.this.damaged(why);
    }

    @Override
    public void memoryIsUsed(SharedMemory mapped) {
      memory = mapped;
      receiver.receiveFrom(mapped.replyReader());
    }
  }

  private final class Replies implements ReplyReceiver.Replies {
    @Override
    public void take(MessageReader reply) throws IOException {
      handler.take(reply);
    }

    @Override
    public void pause() {
      handler.pause();
    }

    @Override
    public void later(Runnable rest) {
      Helpers.run("taker", rest);
    }

    @Override
    public void damaged(Throwable why) {
      WorkerProcess.this.damaged(why);
    }
  }

  private final class Life implements ReplyHandler.Life {
    @Override
    public void hello() {
      forgetFiles();
    }

    @Override
    public void ready() {
      ready = true;
      listener.ready(WorkerProcess.this);
    }

    @Override
    public void notReady(Throwable cause) {
      fault = cause;
      beginPatience(); // its shutdown hooks may hang
    }

    @Override
    public void rang() {
      receiver.answerBell();
    }

    @Override
    public void mapped(MessageReader answer) throws IOException {
      MemoryUpgrade begun = upgrade;
      if (begun != null) {
        begun.answered(answer, id.pid());
      }
    }

    @Override
    public void lacksClass(MessageReader request) throws IOException {
      RequestSender to = sender;
      if (to != null) {
        ClassServer.answer(request, to::send);
      }
    }

    @Override
    public void printed(int stream, byte[] text) {
      if (!ready) {
        tail.add(text, 0, text.length);
      }
      listener.printed(WorkerProcess.this, stream, text, 0, text.length);
    }

    @Override
    public void leaves() {
      leaving = true;
    }

    @Override
    public void hasWorked() {
      MemoryUpgrade begun = upgrade;
      if (!settling && begun != null) {
        settling = true;
        var unused = Timer.after(SETTLED, () -> Helpers.run("mapper", this::offerMemory));
      }
    }

    private void offerMemory() {
      MemoryUpgrade begun = upgrade;
      if (begun != null && !over && !leaving && !killed) {
        begun.offer();
      }
    }
  }
}
