package processpool.parent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
import processpool.wire.FunctionCode;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * One worker process, from launch to burial.
 *
 * <p>Three threads belong to it, all ended by its end. The life thread starts the process, waits
 * for its exit and buries it. The reader takes its messages from stdout; bytes between messages are
 * output of native code and are passed on. The third passes on its stderr.
 *
 * <p>A chunk is written by whoever hands it over, except a large one: a worker that was stopped
 * would then hold the caller up, so a thread of its own carries it.
 */
final class WorkerProcess implements Runner {
  private static final System.Logger LOG = System.getLogger("processpool");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** What fits a pipe whatever the platform, so that writing it to an idle worker cannot block. */
  private static final int LARGE = 4000;

  /** How long a child process of a task may hold the worker's output open after its end. */
  private static final long STRAGGLERS_MILLIS = 500;

  /** How long a worker may take to leave: its shutdown hooks are a task's, and may hang. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final WorkerCommand command;
  private final MessageWriter initialize;
  private final Listener listener;
  private final WorkerWatch watch;
  private final String name = "processpool-worker-" + NUMBERS.incrementAndGet();
  private final CountDownLatch launched = new CountDownLatch(1);
  private final OutputTail tail = new OutputTail();
  private final Map<FunctionCode, Integer> sent = new HashMap<>();

  private volatile @Nullable Process process;
  private volatile @Nullable FrameWriter link;
  private volatile boolean killed;
  private volatile boolean leaving;
  private volatile boolean ready;
  private volatile @Nullable ScheduledFuture<?> patience;
  private final AtomicLong messages = new AtomicLong();
  private volatile @Nullable Chunk current;
  private volatile @Nullable Throwable fault;
  private volatile @Nullable Path arguments;

  WorkerProcess(
      WorkerCommand command, MessageWriter initialize, Listener listener, WorkerWatch watch) {
    this.command = command;
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
    } catch (IOException | RuntimeException e) {
      death = new WorkerDeath(-1, -1, tail.text(), e, false);
    } finally {
      launched.countDown();
      deleteArguments();
      ParentExit.remove(this);
      ScheduledFuture<?> end = patience;
      if (end != null) {
        end.cancel(false);
      }
    }
    if (!ParentExit.underWay()) {
      if (process != null) {
        watch.ended(death.pid(), death.exitCode());
      }
      listener.ended(this, ready, death);
    }
  }

  private WorkerDeath runProcess() throws IOException {
    Path file = command.writeArguments();
    arguments = file;
    Process started = command.start(file);
    process = started;
    link = new FrameWriter(started.getOutputStream());
    launched.countDown();
    watch.started(started.pid());
    if (killed) {
      started.destroyForcibly();
    }
    Thread reader = thread("reader", () -> read(started.getInputStream()));
    Thread errors = thread("stderr", () -> passOn(started.getErrorStream()));
    reader.start();
    errors.start();
    send(initialize);
    int exitCode = waitFor(started);
    for (long before = -1; before != messages.get(); ) { // what it sent before it died counts
      before = messages.get();
      joinFor(reader);
    }
    joinFor(errors);
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
  public void run(Chunk chunk) {
    current = chunk;
    if (chunk.arguments().size() > LARGE) {
      thread("courier", () -> sendChunk(chunk)).start();
    } else {
      sendChunk(chunk);
    }
  }

  private synchronized void sendChunk(Chunk chunk) {
    MessageWriter run = new MessageWriter(MessageKind.RUN);
    FunctionCode function = chunk.function;
    if (function.reusable()) {
      Integer number = sent.get(function);
      if (number == null) {
        number = sent.size();
        sent.put(function, number);
        MessageWriter keep = new MessageWriter(MessageKind.FUNCTION).putInt(number);
        function.putTo(keep);
        send(keep);
      }
      run.putInt(number);
    } else {
      run.putInt(-1);
      function.putTo(run);
    }
    send(run.putInt(chunk.items).putInt(chunk.arity).putAll(chunk.arguments()));
  }

  private void send(MessageWriter message) {
    FrameWriter to = link;
    if (to == null) {
      return;
    }
    try {
      to.send(message);
    } catch (IOException gone) {
      // The worker is dying; its end, which follows, decides what becomes of the chunk.
      LOG.log(System.Logger.Level.TRACE, "sending to an ended worker", gone);
    }
  }

  @Override
  public void leave() {
    leaving = true;
    patience = Clock.after(PATIENCE, this::kill);
    send(new MessageWriter(MessageKind.QUIT));
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
        take(m);
      }
    } catch (IOException | RuntimeException damaged) {
      if (!killed) {
        fault = damaged;
        kill();
      }
    }
  }

  private void take(MessageReader message) throws IOException {
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
        deleteArguments();
      }
      case READY -> {
        ready = true;
        watch.ready(pid());
        listener.idle(this);
      }
      case NOT_READY -> {
        Failure failure = Failure.decode(message, ClassLoader.getSystemClassLoader());
        Throwable thrown = failure.thrown();
        fault = thrown != null ? thrown : new IllegalStateException(failure.stackTrace());
      }
      case OUTPUT -> {
        PrintStream to = message.getByte() == 1 ? System.out : System.err;
        byte[] text = message.getBytes();
        print(to, text, 0, text.length);
      }
      case STARTED -> {
        Chunk chunk = current;
        if (chunk != null) {
          listener.started(chunk, pid());
        }
      }
      case DONE -> done(message);
      case BYE -> leaving = true;
      default -> throw new IOException("the worker sent a message meant for itself");
    }
  }

  private void done(MessageReader message) throws IOException {
    Chunk chunk = current;
    if (chunk == null || message.getInt() != chunk.items) {
      throw new IOException("the worker sent results that nobody asked for");
    }
    Object[] outcomes = new Object[chunk.items];
    for (int i = 0; i < outcomes.length; i++) {
      if (message.getByte() == 0) {
        outcomes[i] = Failure.decode(message, chunk.loader);
      } else {
        try {
          outcomes[i] = new Value(Codec.decode(message, chunk.loader));
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError unreadable) {
          outcomes[i] = unreadable;
        }
      }
    }
    current = null;
    if (listener.end(this, chunk)) {
      for (int i = 0; i < outcomes.length; i++) {
        if (outcomes[i] instanceof Value value) {
          chunk.succeeded(i, value.value);
        } else if (outcomes[i] instanceof Failure failure) {
          chunk.failed(i, failure, pid());
        } else if (outcomes[i] instanceof Throwable unreadable) {
          chunk.unreadable(i, unreadable, pid());
        }
      }
      chunk.finished();
    }
    if (!killed) {
      listener.idle(this);
    }
  }

  private record Value(@Nullable Object value) {}

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
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the program's own print stream failed", e);
    }
  }

  private void deleteArguments() {
    Path file = arguments;
    arguments = null;
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "could not delete " + file, e);
      }
    }
  }
}
