package processpool.local;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.local.Handed.Place;
import processpool.schedule.Helpers;
import processpool.schedule.Room;
import processpool.schedule.Timer;
import processpool.wire.FrameWriter;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;
import processpool.wire.Outbox;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;
import processpool.wire.ToWorker;

/**
 * Sends one worker what it is to know, over its pipe, or through shared memory once that is there.
 *
 * <p>Chunks wait in a queue, and one thread at a time sends them: whoever finds nobody at it.
 * Others leave theirs to that one and go on. A chunk that there is no room for now is carried by a
 * helper, which then goes on with the queue; so nobody who hands something in waits for a worker to
 * read.
 */
final class RequestSender implements RingWriter.Bell {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So many values are let go at a time. */
  private static final int RELEASED_AT_A_TIME = 100;

  private record Released(long pool, int number) {}

  /** What fits a pipe whatever the platform, so that writing it to an idle worker cannot block. */
  private static final long PIPE_ROOM = 4000;

  /** Of whom it sends to. */
  interface Receiver {
    /** Whether it is still there. */
    boolean isConnected();

    /** Whether to say when calls begin, whatever the chunk. */
    boolean saysWhenCallsBegin();

    /** A chunk is more than a message can hold. */
    void unsendable(Place place, Throwable cause);

    /** The link is not to be used any more. */
    void damaged(Throwable why);

    /** From the next chunk on it is asked, and answers, through memory. */
    void memoryIsUsed(SharedMemory memory);
  }

  private final FrameWriter pipe;
  private final Handed handed;
  private final Receiver receiver;

  private final Unsent unsent = new Unsent();

  /** Above 0 while somebody is at it: how many have come meanwhile. */
  private final AtomicInteger asked = new AtomicInteger();

  private volatile boolean leaves;
  private volatile @Nullable SharedMemory memory;

  /** Shared values that it is to let go; null until there is one. */
  private volatile @Nullable Queue<Released> released;

  /** Somebody will look whether what was put into memory can still be seen there. */
  private final AtomicBoolean lookIsDue = new AtomicBoolean();

  /** A bell is due; whoever holds the pipe rings it when letting go. */
  private volatile boolean bellIsDue;

  private final MessageWriter bell = new MessageWriter(ToWorker.BELL);

  // Of whoever is sending:
  private final Map<FunctionCode, Integer> functions = new HashMap<>();
  private MessageWriter message = new MessageWriter();
  private Outbox requests;
  private boolean toldToLeave;

  RequestSender(FrameWriter pipe, Handed handed, Receiver receiver) {
    this.pipe = pipe;
    this.requests = pipe;
    this.handed = handed;
    this.receiver = receiver;
  }

  /** Takes a chunk, under the scheduler's lock; {@link #send} follows. */
  void add(Place place) {
    unsent.add(place);
  }

  /** Asks it to leave, behind all chunks. */
  void leave() {
    leaves = true;
    send();
  }

  /** It is to let a shared value go, before it runs what is handed from now on. */
  void release(long pool, int number) {
    Released value = new Released(pool, number);
    synchronized (this) {
      Queue<Released> queue = released;
      if (queue == null) {
        queue = new ConcurrentLinkedQueue<>();
        released = queue;
      }
      queue.add(value);
    }
    Helpers.run("courier", this::send);
  }

  /** The worker has the memory: the next chunk goes there. */
  void memoryMapped(SharedMemory made) {
    memory = made;
    handed.offer(made.claims());
  }

  void send() {
    if (asked.getAndIncrement() == 0) {
      sendAll(1, () -> {});
    }
  }

  /** Where this fails, nobody would send on; memory that was cut short can throw anywhere here. */
  private void sendAll(int begun, Runnable first) {
    try {
      first.run();
      sendWaiting(begun);
      LateFault.raise(memory); // this thread goes on to other things, perhaps another worker's
    } catch (Throwable unexpected) {
      receiver.damaged(unexpected);
    }
  }

  private void sendWaiting(int begun) {
    int missed = begun;
    do {
      for (Place next = unsent.poll(); next != null; next = unsent.poll()) {
        Runnable rest = handed.isToBeSent(next) ? send(next) : null;
        if (rest != null) {
          int seen = missed;
          Helpers.run("courier", () -> sendAll(seen, rest));
          return;
        }
      }
      Runnable release = release();
      if (release != null) {
        int seen = missed;
        Helpers.run("courier", () -> sendAll(seen, release));
        return;
      }
      if (leaves && !toldToLeave) {
        toldToLeave = true;
        MessageWriter quit =
            new MessageWriter(ToWorker.QUIT).putLong(ProcessHandle.current().pid());
        finish(requests, quit);
        if (requests != pipe) {
          finish(pipe, quit);
        }
      }
      lookLater();
      missed = asked.addAndGet(-missed);
    } while (missed != 0);
  }

  /**
   * A thread that a task left behind may set the ring's end back just as a chunk was put there: the
   * worker, which is idle, sees nothing, and the parent would only with the next one. So while one
   * has not begun, somebody looks now and then.
   */
  private void lookLater() {
    if (requests != pipe && !lookIsDue.get() && lookIsDue.compareAndSet(false, true)) {
      var unused = Timer.after(LOOK_NANOS, () -> Helpers.run("courier", this::look));
    }
  }

  private void look() {
    lookIsDue.set(false);
    if (someWait() && asked.getAndIncrement() == 0) { // else who sends sees it, and looks on
      sendAll(1, this::check);
    }
  }

  private boolean someWait() {
    try {
      boolean wait = handed.someWait();
      LateFault.raise(memory); // not once others rely on this thread to send
      return wait;
    } catch (Throwable damage) {
      receiver.damaged(damage);
      return false;
    }
  }

  private void check() {
    try {
      if (requests instanceof RingWriter ring) {
        ring.check();
      }
    } catch (StreamCorruptedException damage) {
      receiver.damaged(damage);
    }
  }

  /** Says which shared values are to be let go; or returns what is left to do of that. */
  private @Nullable Runnable release() {
    Queue<Released> queue = released;
    if (queue == null || queue.isEmpty()) {
      return null;
    }
    MessageWriter said = releases(queue);
    boolean waits = requests instanceof RingWriter ring && !ring.hasRoomFor(said);
    if (!waits) {
      finish(requests, said);
      return queue.isEmpty() ? null : () -> releaseRest(queue);
    }
    return () -> {
      finish(requests, said);
      releaseRest(queue);
    };
  }

  private void releaseRest(Queue<Released> queue) {
    while (!queue.isEmpty()) {
      finish(requests, releases(queue));
    }
  }

  private static MessageWriter releases(Queue<Released> queue) {
    List<Released> some = new ArrayList<>();
    for (Released next; some.size() < RELEASED_AT_A_TIME && (next = queue.poll()) != null; ) {
      some.add(next);
    }
    MessageWriter said = new MessageWriter(ToWorker.RELEASE).putInt(some.size());
    some.forEach(value -> said.putLong(value.pool).putInt(value.number));
    return said;
  }

  /** Sends a chunk; or returns what is left to do, as there is no room for it now. */
  private @Nullable Runnable send(Place place) {
    Runnable release = released == null ? null : release();
    if (release == null) {
      return sendChunk(place);
    }
    return () -> {
      release.run();
      Runnable rest = sendChunk(place);
      if (rest != null) {
        rest.run();
      }
    };
  }

  private @Nullable Runnable sendChunk(Place place) {
    Outbox to = medium();
    try {
      encode(place, to);
    } catch (InternalError fault) { // memory that was cut short says nothing of the arguments
      message = new MessageWriter();
      receiver.damaged(fault);
      return null;
    } catch (Throwable unsendable) {
      message = new MessageWriter();
      receiver.unsendable(place, unsendable);
      return null;
    }
    if (place.chunk.isOver()) { // its arguments may have gone while they were written
      message.clear();
      return null; // nobody waits for it, and its worker is being ended if it was its turn
    }
    boolean waits =
        to instanceof RingWriter ring ? !ring.hasRoomFor(message) : message.length() > PIPE_ROOM;
    if (waits) {
      MessageWriter large = message;
      message = new MessageWriter();
      return () -> finish(to, large);
    }
    finish(to, message);
    message.clear(); // arguments are not kept beyond their task
    return null;
  }

  private Outbox medium() {
    SharedMemory mapped = memory;
    if (mapped != null && requests == pipe && handed.usesMemory()) {
      receiver.memoryIsUsed(mapped);
      requests = mapped.requestWriter(this);
      send(new MessageWriter(ToWorker.SWITCH));
    }
    return requests;
  }

  private void encode(Place place, Outbox to) throws IOException {
    boolean say =
        to == pipe || place.chunk.limits().timeoutNanos() > 0 || receiver.saysWhenCallsBegin();
    int function = number(place.chunk.function());
    message
        .restart(ToWorker.RUN)
        .putInt(place.slot)
        .putInt(place.ticket)
        .putByte(say ? 1 : 0)
        .putInt(function)
        .putInt(place.chunk.calls() - place.first);
    place.chunk.putArguments(message, place.first);
  }

  private int number(FunctionCode function) {
    Integer number = functions.get(function);
    if (number == null) {
      number = functions.size();
      functions.put(function, number);
      MessageWriter keep = new MessageWriter(ToWorker.FUNCTION).putInt(number);
      function.putTo(keep);
      finish(requests, keep);
    }
    return number;
  }

  private void finish(Outbox to, MessageWriter message) {
    try {
      to.send(message);
    } catch (StreamCorruptedException damage) {
      receiver.damaged(damage);
    } catch (IOException gone) {
      // The worker's end, which follows, says what becomes of its chunks.
    } catch (OutOfMemoryError full) {
      Room.await();
      receiver.damaged(full); // half of the message may be there, and nobody could read on
    } finally {
      ringIfDue();
    }
  }

  /** Says something beside the chunks. Fails in silence: the worker's end, which follows, tells. */
  void send(MessageWriter control) {
    finish(pipe, control);
  }

  /** Wakes the worker, without waiting for whoever writes to its pipe at the moment. */
  @Override
  public void ring() {
    bellIsDue = true;
    ringIfDue();
  }

  private void ringIfDue() {
    try {
      while (bellIsDue && pipe.trySend(bell, () -> bellIsDue = false)) {
        // Once more if another became due while this one was on its way.
      }
    } catch (IOException gone) {
      // As above.
    }
  }

  @Override
  public boolean isConnected() {
    return receiver.isConnected();
  }
}
