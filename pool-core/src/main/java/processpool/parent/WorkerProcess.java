package processpool.parent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.SharedMemory;

/**
 * One worker process, from launch to burial.
 *
 * <p>Three threads belong to it, all ended by its end. The life thread starts the process, waits
 * for its exit and buries it. The reader takes its messages from stdout; bytes between messages are
 * output of native code and are passed on. The third passes on its stderr. Large chunks are carried
 * by a thread of their own each: a worker that was stopped would hold the caller up.
 */
final class WorkerProcess implements Runner, WorkerLink.Replies {
  private static final System.Logger LOG = System.getLogger("processpool");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** How long a child process of a task may hold the worker's output open after its end. */
  private static final long STRAGGLERS_MILLIS = 500;

  /** After its first chunk a worker is given so much time to itself before it must map memory. */
  private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(30);

  /** How long a worker may take to leave: its shutdown hooks are a task's, and may hang. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final WorkerCommand command;
  private final MessageWriter initialize;
  private final ClassLoader initializerLoader;
  private final boolean watched;
  private final Listener listener;
  private final WorkerWatch watch;
  private final String name = "processpool-worker-" + NUMBERS.incrementAndGet();
  private final CountDownLatch launched = new CountDownLatch(1);
  private final OutputTail tail = new OutputTail();

  private volatile @Nullable Process process;
  private volatile @Nullable WorkerLink link;
  private volatile boolean killed;
  private volatile boolean leaving;
  private volatile boolean ready;
  private volatile @Nullable ScheduledFuture<?> patience;
  private final AtomicLong messages = new AtomicLong();
  private volatile boolean over;

  /** Over, and all that it said has been taken in. */
  private volatile boolean silent;

  private volatile @Nullable SharedMemory memory;

  // Those whose end was taken in and not told yet; of whoever takes replies in.
  private long freedSlots;
  private int freedTicket;
  private boolean settling;
  private volatile @Nullable Throwable fault;
  private volatile WorkerCommand.@Nullable Launch launch;

  WorkerProcess(
      WorkerCommand command,
      MessageWriter initialize,
      ClassLoader initializerLoader,
      boolean watched,
      Listener listener,
      WorkerWatch watch) {
    this.command = command;
    this.initializerLoader = initializerLoader;
    this.watched = watched;
    this.initialize = initialize;
    this.listener = listener;
    this.watch = watch;
  }

  void launch() {
    ParentExit.add(this);
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
      kill();
      death = new WorkerDeath(-1, -1, tail.text(), failed, false);
    } finally {
      launched.countDown();
      forgetFiles();
      ParentExit.remove(this);
      ScheduledFuture<?> end = patience;
      if (end != null) {
        end.cancel(false);
      }
    }
    if (process != null && !ParentExit.underWay()) {
      watch.ended(death.pid(), death.exitCode());
    }
    listener.ended(this, ready, death);
  }

  private WorkerDeath runProcess() throws IOException {
    WorkerCommand.Launch begun = command.start();
    launch = begun;
    Process started = begun.process();
    process = started;
    WorkerLink newLink =
        new WorkerLink(new FrameWriter(started.getOutputStream()), this, () -> !over);
    link = newLink;
    launched.countDown();
    watch.started(started.pid());
    if (killed) {
      started.destroyForcibly();
    }
    Thread reader = thread("reader", () -> read(started.getInputStream()));
    Thread errors = thread("stderr", () -> passOn(started.getErrorStream()));
    reader.start();
    errors.start();
    newLink.send(initialize);
    int exitCode = waitFor(started);
    over = true;
    for (long before = -1; before != messages.get(); ) { // what it sent before it died counts
      before = messages.get();
      joinFor(reader);
    }
    joinFor(errors);
    newLink.takeLast();
    silent = true;
    closeMemory();
    try {
      started.getOutputStream().close();
    } catch (IOException alreadyGone) {
      LOG.log(System.Logger.Level.TRACE, "closing the link to an ended worker", alreadyGone);
    }
    return new WorkerDeath(started.pid(), exitCode, tail.text(), fault, leaving);
  }

  private static int waitFor(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException nobodyDoes) {
        // These threads are the pool's own; only the process's end ends the wait.
      }
    }
  }

  private static void joinFor(Thread thread) {
    try {
      thread.join(STRAGGLERS_MILLIS);
    } catch (InterruptedException nobodyDoes) {
      // As above.
    }
  }

  @Override
  public long pid() {
    try {
      launched.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Process running = process;
    return running == null ? -1 : running.pid();
  }

  @Override
  public int depth() {
    WorkerLink to = link;
    return to == null ? 1 : to.depth();
  }

  @Override
  public void run(Chunk chunk) {
    WorkerLink to = link;
    if (to == null) {
      return; // it could not be started, and its end is on its way
    }
    try {
      Runnable rest = to.send(chunk, watched);
      if (rest != null) {
        thread("courier", rest).start();
      }
    } catch (Throwable unsendable) { // a class of the program's own wrote it: anything may come
      if (chunk.end()) {
        chunk.dropArguments();
        chunk.unsendable(unsendable);
      }
      listener.freed(this, 1L << chunk.slot, 0);
    }
  }

  @Override
  public boolean takeBack(Chunk chunk) {
    WorkerLink from = link;
    return silent ? !hasBegun(chunk) : from != null && from.takeBack(chunk);
  }

  @Override
  public boolean hasBegun(Chunk chunk) {
    WorkerLink with = link;
    return with != null && with.hasBegun(chunk);
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    WorkerLink with = link;
    if (with != null) {
      with.help(chunk, nanos);
    }
  }

  @Override
  public void leave() {
    leaving = true;
    patience = Clock.after(PATIENCE, this::kill);
    WorkerLink with = link;
    if (with != null) {
      with.leave();
    }
  }

  @Override
  public void kill() {
    killed = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private void read(InputStream stdout) {
    FrameReader frames =
        new FrameReader(
            stdout,
            (bytes, offset, length) -> {
              tail.add(bytes, offset, length);
              print(System.out, bytes, offset, length);
            });
    try {
      for (MessageReader m = frames.next(); m != null; m = frames.next()) {
        messages.incrementAndGet();
        MessageKind kind = m.peek();
        take(m);
        if (kind == MessageKind.DONE) {
          pause();
        }
      }
    } catch (Throwable damage) { // whatever it is, nobody would read on
      damaged(damage);
    }
  }

  @Override
  public void damaged(Throwable why) {
    if (!killed) {
      fault = why;
      kill();
    }
  }

  @Override
  public void later(Runnable rest) {
    thread("taker", rest).start();
  }

  @Override
  public void pause() {
    if (freedSlots != 0) {
      long slots = freedSlots;
      freedSlots = 0;
      listener.freed(this, slots, freedTicket);
    }
  }

  @Override
  public void take(MessageReader message) throws IOException {
    switch (message.kind()) {
      case HELLO -> {
        int version = message.getInt();
        if (version != MessageKind.VERSION) {
          throw new IOException(
              "two versions of pool-core are on the class path: the worker's protocol is "
                  + version
                  + ", the parent's "
                  + MessageKind.VERSION);
        }
        forgetFiles();
      }
      case READY -> {
        ready = true;
        watch.ready(pid());
        listener.ready(this);
      }
      case BELL -> {
        WorkerLink to = link;
        if (to != null) {
          to.answerBell();
        }
      }
      case MAPPED -> memoryMapped(message);
      case NOT_READY -> {
        Failure failure = Failure.decode(message, initializerLoader);
        Throwable thrown = failure.thrown();
        fault = thrown != null ? thrown : new IllegalStateException(failure.stackTrace());
        patience = Clock.after(PATIENCE, this::kill); // its shutdown hooks may hang
      }
      case OUTPUT -> {
        PrintStream to = message.getByte() == 1 ? System.out : System.err;
        byte[] text = message.getBytes();
        if (!ready) { // if it never will be, this may say why
          tail.add(text, 0, text.length);
        }
        print(to, text, 0, text.length);
      }
      case STARTED -> {
        Chunk chunk = chunk(message.getInt());
        if (chunk != null) {
          chunk.since = System.nanoTime();
          if (!chunk.begun) {
            chunk.begun = true;
            chunk.started(pid());
          }
        }
      }
      case DONE -> done(message);
      case BYE -> leaving = true;
      case CLASS_REQUEST -> {
        WorkerLink to = link;
        if (to != null) {
          ClassServer.answer(message, to::send);
        }
      }
      default -> throw new IOException("the worker sent a message meant for itself");
    }
  }

  private @Nullable Chunk chunk(int slot) throws IOException {
    WorkerLink with = link;
    return with == null ? null : with.chunk(slot);
  }

  private void done(MessageReader message) throws IOException {
    int slot = message.getInt();
    int ticket = message.getInt();
    Chunk chunk = chunk(slot);
    if (chunk == null || chunk.ticket != ticket || message.getInt() != chunk.items()) {
      throw new IOException("the worker sent results that nobody asked for");
    }
    if (!chunk.begun) { // over shared memory the worker need not say so
      chunk.begun = true;
      chunk.started(pid());
    }
    ClassLoader loader = chunk.loader(); // once: asking a class for it is dear
    if (chunk.items() == 1) {
      Object outcome = outcome(message, loader);
      if (chunk.end()) {
        tell(chunk, 0, outcome);
        chunk.finished();
      }
    } else {
      Object[] outcomes = new Object[chunk.items()];
      boolean allReturned = true;
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = outcome(message, loader);
        allReturned &= !(outcomes[i] instanceof Failure || outcomes[i] instanceof Unreadable);
      }
      if (chunk.end()) {
        if (allReturned) {
          chunk.allSucceeded(outcomes);
        } else {
          for (int i = 0; i < outcomes.length; i++) {
            tell(chunk, i, outcomes[i]);
          }
        }
        chunk.finished();
      }
    }
    chunk.dropArguments();
    WorkerLink with = link;
    if (with != null) {
      with.clear(chunk);
    }
    freedSlots |= 1L << slot;
    freedTicket = ticket;
    if (!settling) {
      settling = true;
      var unused = Clock.after(SETTLED, () -> thread("mapper", this::offerMemory).start());
    }
  }

  /** A value, a {@link Failure}, or that the value could not be read. */
  private static @Nullable Object outcome(MessageReader message, ClassLoader loader)
      throws IOException {
    if (message.getByte() == 0) {
      return Failure.decode(message, loader);
    }
    try {
      return Codec.decode(message, loader);
    } catch (Throwable unreadable) { // a class of the program's own read it: anything may come
      return new Unreadable(unreadable);
    }
  }

  private record Unreadable(Throwable cause) {}

  private void tell(Chunk chunk, int item, @Nullable Object outcome) {
    if (outcome instanceof Failure failure) {
      chunk.failed(item, failure, pid());
    } else if (outcome instanceof Unreadable unreadable) {
      chunk.unreadable(item, unreadable.cause(), pid());
    } else {
      chunk.succeeded(item, outcome);
    }
  }

  private void offerMemory() {
    WorkerLink to = link;
    if (to == null || over || leaving || killed) {
      return;
    }
    try {
      SharedMemory made = SharedMemory.create();
      memory = made;
      to.offer(made);
    } catch (IOException | RuntimeException | Error cannot) {
      LOG.log(System.Logger.Level.DEBUG, "tasks travel over pipes: " + cannot);
    }
    if (over) {
      closeMemory();
    }
  }

  private void memoryMapped(MessageReader answer) throws IOException {
    SharedMemory made = memory;
    WorkerLink to = link;
    if (answer.getByte() == 0) {
      LOG.log(System.Logger.Level.DEBUG, "tasks travel over pipes: " + answer.getString());
    } else if (made != null && to != null) {
      to.memoryMapped(made);
      LOG.log(System.Logger.Level.DEBUG, "tasks travel through shared memory: worker=" + pid());
    }
    closeMemory();
  }

  /** Closes the file: both sides have it mapped, or will not need it. */
  private void closeMemory() {
    SharedMemory made = memory;
    if (made != null) {
      try {
        made.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "could not close shared memory", e);
      }
    }
  }

  private void passOn(InputStream stderr) {
    byte[] buffer = new byte[8192];
    try {
      for (int n = stderr.read(buffer); n >= 0; n = stderr.read(buffer)) {
        tail.add(buffer, 0, n);
        print(System.err, buffer, 0, n);
      }
    } catch (IOException closed) {
      LOG.log(System.Logger.Level.TRACE, "the worker's stderr was closed", closed);
    }
  }

  /** Prints to the parent's stream of this moment; one call, so that lines stay whole. */
  private static void print(PrintStream to, byte[] bytes, int offset, int length) {
    try {
      to.write(bytes, offset, length);
      to.flush();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "the program's own print stream failed", e);
    }
  }

  private void forgetFiles() {
    WorkerCommand.Launch begun = launch;
    if (begun != null) {
      begun.forgetFiles();
    }
  }
}
