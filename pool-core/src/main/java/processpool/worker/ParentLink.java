package processpool.worker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import processpool.wire.Claims;
import processpool.wire.Draft;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.HeldValues;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.Outbox;
import processpool.wire.RingReader;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;
import processpool.wire.Spin;
import processpool.wire.ToParent;
import processpool.wire.ToWorker;

/**
 * The worker's end of its link. Everything comes and goes over the pipes at first, which are there
 * from the start. Once the parent says so, chunks and replies go through shared memory, and the
 * pipes stay for bells and for the news that the parent is gone.
 *
 * <p>One thread watches the pipe and ends the process when the parent is gone: the operating system
 * closes the pipe however the parent ended. The main thread takes what is to be done.
 */
final class ParentLink extends Thread implements RingWriter.Bell, BooleanSupplier {
  private static final long PATIENCE_NANOS = 50_000;

  /** How often one that is to leave looks for messages, and every how many times for its parent. */
  private static final long LOOK_MILLIS = 5;

  private static final int LOOKS_AT_PARENT = 20;

  private static final byte[] QUIT = {(byte) ToWorker.QUIT.ordinal()};

  private final FrameReader in;
  private final FrameWriter pipe;
  private final ParentClasses classes;
  private final ArrayDeque<MessageReader> arrived = new ArrayDeque<>();
  private final Thread main = Thread.currentThread();
  private final Spin patience = new Spin(PATIENCE_NANOS);
  private volatile @Nullable SharedMemory memory;
  private volatile Outbox replies;

  /** The watching thread's: 0 until this process is to leave. */
  private long parentPid;

  /** The main thread's. */
  private @Nullable RingReader requests;

  private @Nullable Claims claims;

  private @Nullable Draft draft;

  ParentLink(FrameReader in, FrameWriter pipe, ParentClasses classes) {
    super("pool-parent-watch");
    setDaemon(true);
    this.in = in;
    this.pipe = pipe;
    this.classes = classes;
    this.replies = pipe;
  }

  void send(MessageWriter message) throws IOException {
    replies.send(message);
  }

  /** Where chunks are claimed, and their calls; null as long as they come over the pipe. */
  @Nullable Claims claims() {
    return claims;
  }

  /** Where outcomes are noted that have not been sent; null likewise. */
  @Nullable Draft draft() {
    return draft;
  }

  // ---- the watching thread

  @Override
  public void run() {
    try {
      for (MessageReader m = in.next(); m != null; m = next(in)) {
        int kind = m.peekByte();
        if (kind == ToWorker.BELL.ordinal()) {
          LockSupport.unpark(main);
        } else if (kind == ToWorker.QUIT.ordinal()) {
          m.getByte();
          parentPid = m.getLong();
          add(new MessageReader(QUIT, QUIT.length));
          LockSupport.unpark(main); // it may have come through memory before
        } else if (kind == ToWorker.MAP.ordinal()) {
          new Mapper(m).start();
        } else if (kind == ToWorker.CLASS.ordinal()) {
          m.getByte();
          classes.answered(m);
        } else if (kind == ToWorker.VALUE.ordinal()) {
          m.getByte();
          HeldValues.answered(m);
        } else {
          add(m);
        }
      }
    } catch (IOException gone) {
      // The same as the end of the stream: nobody is left to tell.
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  /**
   * Once this process is to leave, nobody waits in a read: a JVM that ends gives such a thread 300
   * ms to come back. What little may still come, as classes for shutdown hooks, is looked for.
   */
  private @Nullable MessageReader next(FrameReader from) throws IOException {
    for (int looks = 1; parentPid != 0 && !from.hasBegun(); looks++) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException ofNobodysMaking) {
        // This thread is the pool's own.
      }
      if (looks % LOOKS_AT_PARENT == 0 && !isChildOf(parentPid)) {
        return null;
      }
    }
    return from.next();
  }

  private static boolean isChildOf(long pid) {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    return parent.isPresent() && parent.get().pid() == pid;
  }

  /** Maps the memory while tasks go on: a JVM's first mapping takes tens of milliseconds. */
  private final class Mapper extends Thread {
    private final MessageReader request;

    Mapper(MessageReader request) {
      super("pool-mapper");
      setDaemon(true);
      this.request = request;
    }

    @Override
    public void run() {
      MessageWriter reply = new MessageWriter(ToParent.MAPPED);
      try {
        request.getByte();
        memory = SharedMemory.open(request.getString());
        reply.putByte(1);
      } catch (IOException | RuntimeException | Error cannot) {
        reply.putByte(0).putString(String.valueOf(cannot));
      }
      try {
        pipe.send(reply);
      } catch (IOException gone) {
        // The watching thread learns of it too, and ends the process.
      }
    }
  }

  @Override
  public void ring() throws IOException {
    pipe.send(new MessageWriter(ToParent.BELL));
  }

  @Override
  public boolean isConnected() {
    return true; // or this process has ended
  }

  // ---- the main thread

  /** Waits for the next message, which is to be read before the one after it is asked for. */
  MessageReader next() throws IOException {
    RingReader ring = requests;
    if (ring == null) {
      MessageReader message = take();
      if (message.peekByte() != ToWorker.SWITCH.ordinal()) {
        return message;
      }
      ring = switchToMemory();
    }
    return next(ring);
  }

  private void add(MessageReader message) {
    synchronized (arrived) {
      arrived.add(message);
      arrived.notifyAll();
    }
  }

  private MessageReader take() {
    synchronized (arrived) {
      while (arrived.isEmpty()) {
        try {
          arrived.wait();
        } catch (InterruptedException leftByATask) {
          // What one task did to this thread is not the next one's business.
        }
      }
      return arrived.remove();
    }
  }

  private RingReader switchToMemory() throws IOException {
    SharedMemory mapped = memory;
    if (mapped == null) {
      throw new IOException("the parent switched to memory that is not mapped");
    }
    RingReader ring = mapped.requestReader();
    requests = ring;
    claims = mapped.claims();
    draft = mapped.draft();
    replies = mapped.replyWriter(this);
    return ring;
  }

  private MessageReader next(RingReader ring) throws IOException {
    while (true) {
      MessageReader message = ring.poll();
      if (message != null) {
        return message;
      }
      if (!patience.until(this)) {
        sleep(ring);
      }
    }
  }

  private void sleep(RingReader ring) {
    long begun = System.nanoTime();
    ring.sleeping(true);
    Thread.interrupted(); // left by a task, and nobody could sleep
    if (ring.isEmpty()) {
      LockSupport.park(this); // until the bell rings; or for no reason, and the caller looks again
    }
    ring.sleeping(false);
    patience.slept(System.nanoTime() - begun);
  }

  /** Whether a request has arrived. */
  @Override
  public boolean getAsBoolean() {
    RingReader ring = requests;
    return ring != null && !ring.isEmpty();
  }
}
