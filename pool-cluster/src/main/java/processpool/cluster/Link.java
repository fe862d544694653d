package processpool.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Helpers;
import processpool.wire.FrameReader;
import processpool.wire.FrameWriter;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.Spin;

/**
 * One session's messages between a driver and a node, one side of it: a stream of bytes each way,
 * cut into pieces that JGroups carries. What gathers while a piece is on its way goes in the next.
 *
 * <p>Only so much is under way as the other side has not used, so that neither memory nor the other
 * sessions suffer from a slow one.
 */
final class Link {
  /** A JGroups message's length at most, the head included. */
  private static final int PIECE = 256 << 10;

  private static final int HEAD = 1 + 2 * Long.BYTES;

  /** What is on its way at most, or lies with the other side unused. */
  static final long WINDOW = 2 << 20;

  /**
   * Whoever hands something in sends it too if no more than this is under way: nobody waits then.
   */
  private static final long AT_ONCE = 64 << 10;

  /** Who may wait does, once so much has not been sent. */
  private static final long MOST = 1 << 20;

  /** A wait that may be short is spent awake for so long, if that has paid lately. */
  private static final long PATIENCE_NANOS = 100_000;

  /** Something to be sent, made when its turn comes. */
  interface Sending {
    /** Puts it out, or nothing, if there is no point in it any more. */
    void sendTo(Link link) throws IOException;
  }

  private record Queued(Sending sending, long size) {}

  private final Channel channel;
  private final Address peer;
  private final long session;
  private final Envelope outward;
  private final Envelope used;
  private final FrameWriter out = new FrameWriter(new Pieces());
  private final FrameReader in;

  // What goes out; guarded by this lock:
  private final Object outLock = new Object();
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean sending;
  private long usedThere;
  private long sent;

  /** Who sends; the only one that does. */
  private byte[] piece = new byte[HEAD + 512];

  private int filled = HEAD;

  // What comes in; guarded by this lock:
  private final Object inLock = new Object();
  private long expected;

  /** Put under the lock, and looked at by the reader without it. */
  private final Queue<ByteBuffer> arrived = new ConcurrentLinkedQueue<>();

  /** The reader's. */
  private final Spin patience = new Spin(PATIENCE_NANOS);

  private long taken;

  private long lastUsed;

  private volatile boolean over;
  private volatile @Nullable Throwable cause;

  /**
   * One side.
   *
   * @param toNode whether this is the driver's
   */
  Link(Channel channel, Address peer, long session, boolean toNode) {
    this.channel = channel;
    this.peer = peer;
    this.session = session;
    this.outward = toNode ? Envelope.TO_NODE : Envelope.TO_DRIVER;
    this.used = toNode ? Envelope.USED_BY_DRIVER : Envelope.USED_BY_NODE;
    this.in =
        new FrameReader(
            new Arrived(),
            (bytes, offset, length) -> {
              throw new StreamCorruptedException("not a message: length=" + length);
            });
  }

  static MessageWriter message(Enum<?> kind) {
    return new MessageWriter(kind);
  }

  // ---- out

  /** Sends a message, now or soon; does not wait. */
  void send(MessageWriter message) {
    send(link -> link.put(message), message.length());
  }

  /** As above, made when its turn comes. */
  void send(Sending what, long size) {
    boolean small;
    synchronized (outLock) {
      if (over) {
        return;
      }
      queue.add(new Queued(what, size));
      queuedBytes += size;
      if (sending) {
        return;
      }
      sending = true;
      small = queuedBytes + sent - usedThere < AT_ONCE && !Thread.currentThread().isInterrupted();
    }
    if (small) {
      sendAll();
    } else {
      Helpers.run("cluster-sender", this::sendAll);
    }
  }

  /** As {@link #send}, but waits while too much has not been sent: who has more is to slow down. */
  void sendInTurn(MessageWriter message) {
    send(message);
    synchronized (outLock) {
      waitWhile(outLock, () -> queuedBytes > MOST && !over);
    }
  }

  /** To be called by a {@link Sending} only. */
  void put(MessageWriter message) throws IOException {
    out.send(message);
  }

  private void sendAll() {
    try {
      while (true) {
        Queued next;
        synchronized (outLock) {
          next = queue.poll();
          if (over || (next == null && filled == HEAD)) {
            sending = false;
            outLock.notifyAll();
            return;
          }
        }
        if (next == null) {
          sendPiece();
        } else {
          next.sending.sendTo(this);
          synchronized (outLock) {
            queuedBytes -= next.size;
            outLock.notifyAll();
          }
        }
      }
    } catch (Throwable broken) {
      end(broken);
    }
  }

  private void sendPiece() throws IOException {
    int length = filled - HEAD;
    long at;
    synchronized (outLock) {
      waitWhile(outLock, () -> sent + length - usedThere > WINDOW && !over);
      if (over) {
        filled = HEAD;
        return;
      }
      at = sent;
      sent += length;
    }
    ByteBuffer.wrap(piece).put((byte) outward.ordinal()).putLong(session).putLong(at);
    byte[] full = piece;
    int end = filled;
    piece = new byte[HEAD + 512]; // JGroups keeps the other until it has arrived
    filled = HEAD;
    channel.send(peer, full, end);
  }

  /** Where {@link FrameWriter} writes. */
  private final class Pieces extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        if (filled == PIECE) {
          sendPiece();
        }
        int part = Math.min(length - done, PIECE - filled);
        if (filled + part > piece.length) {
          int larger = Math.max(filled + part, Math.min(PIECE, 4 * piece.length));
          piece = Arrays.copyOf(piece, larger);
        }
        System.arraycopy(bytes, offset + done, piece, filled, part);
        filled += part;
        done += part;
      }
    }
  }

  /** The other side has used so much; called by JGroups. */
  void used(long bytes) {
    synchronized (outLock) {
      usedThere = Math.max(usedThere, bytes);
      outLock.notifyAll();
    }
  }

  // ---- in

  /** A piece has come; called by JGroups. */
  void received(ByteBuffer body) {
    long offset = body.getLong();
    boolean gap;
    synchronized (inLock) {
      gap = offset != expected;
      if (!gap && !over) {
        expected += body.remaining();
        arrived.add(body);
        inLock.notifyAll();
      }
    }
    if (gap && offset > expected) { // what is said twice is no harm
      end(
          new IOException(
              "bytes of the session were lost: wanted=" + expected + ", got=" + offset));
    }
  }

  /** Waits for the next message; null after the end. */
  @Nullable MessageReader next() throws IOException {
    return in.next();
  }

  /** Where {@link FrameReader} reads. */
  private final class Arrived extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int available() {
      synchronized (inLock) {
        return arrived.isEmpty() ? 0 : arrived.element().remaining();
      }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int count;
      var unused = patience.until(() -> !arrived.isEmpty() || over);
      synchronized (inLock) {
        if (arrived.isEmpty() && !over) {
          long begun = System.nanoTime();
          waitWhile(inLock, () -> arrived.isEmpty() && !over);
          patience.slept(System.nanoTime() - begun);
        }
        if (arrived.isEmpty()) {
          return -1;
        }
        ByteBuffer first = arrived.element();
        count = Math.min(length, first.remaining());
        first.get(to, offset, count);
        if (!first.hasRemaining()) {
          arrived.remove();
        }
      }
      taken += count;
      if (taken - lastUsed > WINDOW / 4 && !over) {
        lastUsed = taken;
        byte[] word =
            ByteBuffer.allocate(HEAD)
                .put((byte) used.ordinal())
                .putLong(session)
                .putLong(taken)
                .array();
        channel.send(peer, word, word.length);
      }
      return count;
    }
  }

  // ---- the end

  /** Nothing is sent any more; what has come is still read. */
  void end(@Nullable Throwable why) {
    synchronized (outLock) {
      if (!over && why != null) {
        cause = why;
      }
      over = true;
      queue.clear();
      queuedBytes = 0;
      sending = false;
      outLock.notifyAll();
    }
    synchronized (inLock) {
      inLock.notifyAll();
    }
  }

  /** Waits until all that was handed in is sent, or the time ran out. */
  void awaitSent(long nanos) {
    long until = System.nanoTime() + nanos;
    synchronized (outLock) {
      while (sending && !over && System.nanoTime() < until) {
        try {
          outLock.wait(10);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  boolean isOver() {
    return over;
  }

  /** Why it ended; null when it was told to. */
  @Nullable Throwable cause() {
    return cause;
  }

  /** Through interruptions: whoever was interrupted finds that afterwards. */
  private static void waitWhile(Object lock, BooleanSupplier condition) {
    boolean interrupted = false;
    while (condition.getAsBoolean()) {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
