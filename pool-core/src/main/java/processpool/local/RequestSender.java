package processpool.local;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import processpool.local.Handed.Place;
import processpool.schedule.Helpers;
import processpool.schedule.Room;
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
      if (leaves && !toldToLeave) {
        toldToLeave = true;
        MessageWriter quit =
            new MessageWriter(ToWorker.QUIT).putLong(ProcessHandle.current().pid());
        finish(requests, quit);
        if (requests != pipe) {
          finish(pipe, quit);
        }
      }
      missed = asked.addAndGet(-missed);
    } while (missed != 0);
  }

  /** Sends a chunk; or returns what is left to do, as there is no room for it now. */
  private @Nullable Runnable send(Place place) {
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
