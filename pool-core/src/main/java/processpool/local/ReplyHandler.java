package processpool.local;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import processpool.local.Handed.Place;
import processpool.schedule.Chunk;
import processpool.schedule.Runner;
import processpool.wire.Claims;
import processpool.wire.Draft;
import processpool.wire.Failure;
import processpool.wire.MessageReader;
import processpool.wire.ToParent;
import processpool.wire.ToWorker;

/**
 * What to do about each thing that a worker says. For one thread at a time: over the pipe the
 * worker's reader, through shared memory whoever takes its replies in.
 */
final class ReplyHandler {
  /** Of the worker's life. */
  interface Life {
    void hello();

    void ready();

    void notReady(Throwable cause);

    void rang() throws IOException;

    void mapped(MessageReader answer) throws IOException;

    void lacksClass(MessageReader request) throws IOException;

    void lacksValue(MessageReader request) throws IOException;

    /** Whether what is being taken in came through memory; of what is never about tasks. */
    boolean isThroughMemory();

    /** It printed something; before it is ready this may say why it never will be. */
    void printed(int stream, byte[] text);

    /** It has more memory than it may. */
    void worn();

    void leaves();

    void exitFailed(String trace) throws IOException;

    /** A chunk is done: it has time for other things now. */
    void hasWorked();
  }

  private final Runner runner;
  private final Runner.Listener listener;
  private final Handed handed;
  private final Life life;
  private final ClassLoader initializerLoader;

  /** Those whose end was taken in and not told yet. */
  private final Chunk[] done = new Chunk[Claims.SLOTS];

  private int doneCount;

  /** How far its start has come. Said over the pipe only, and so the reader's. */
  private Start start = Start.NOTHING_SAID;

  private enum Start {
    NOTHING_SAID,
    IS_THERE,
    READY,
    NOT_READY
  }

  ReplyHandler(
      Runner runner,
      Runner.Listener listener,
      Handed handed,
      Life life,
      ClassLoader initializerLoader) {
    this.runner = runner;
    this.listener = listener;
    this.handed = handed;
    this.life = life;
    this.initializerLoader = initializerLoader;
  }

  /** What there are millions of, by itself: the compiler does not inline a long method. */
  void take(MessageReader message) throws IOException {
    ToParent kind = ToParent.of(message);
    if (kind == ToParent.DONE) {
      answered(message);
    } else {
      take(kind, message);
    }
  }

  private void take(ToParent kind, MessageReader message) throws IOException {
    switch (kind) {
      case HELLO -> {
        int version = message.getInt();
        if (version != ToWorker.VERSION) {
          throw new IOException(
              "two versions of pool-core are on the class path: the worker's protocol is "
                  + version
                  + ", the parent's "
                  + ToWorker.VERSION
                  + "; keep one of the two jars");
        }
        start(Start.NOTHING_SAID, Start.IS_THERE);
        life.hello();
      }
      case READY -> {
        start(Start.IS_THERE, Start.READY);
        life.ready();
      }
      case NOT_READY -> {
        start(Start.IS_THERE, Start.NOT_READY);
        Failure failure = Failure.decode(message, initializerLoader);
        Throwable thrown = failure.rebuild();
        if (thrown == null) {
          thrown = new IllegalStateException(failure.stackTrace());
        } else if (failure.saysLess()) {
          thrown = new IllegalStateException(failure.stackTrace(), thrown);
        }
        life.notReady(thrown);
      }
      case PROGRESS -> {
        Place place = place(message);
        begun(place, message.getInt());
        replied(place, message);
      }
      case DONE -> answered(message);
      case SKIPPED -> {
        if (!handed.wasTakenBack(message.getInt(), message.getInt())) {
          throw outOfTurn("that a chunk was taken back, which was not: its claim was overwritten");
        }
      }
      case MAPPED -> {
        requirePipe();
        life.mapped(message);
      }
      case BELL -> {
        requirePipe();
        life.rang();
      }
      case OUTPUT -> {
        int stream = message.getByte();
        if (stream != 1 && stream != 2) {
          throw new StreamCorruptedException("damaged message: stream=" + stream);
        }
        long lost = message.cutBy();
        life.printed(stream, lost > 0 ? leftOut(lost) : message.getBytes());
      }
      case WORN -> life.worn();
      case EXIT_FAILED -> life.exitFailed(message.getString());
      case BYE -> life.leaves(); // as it was told, or as a task has spoilt what cannot be put back
      case CLASS_REQUEST -> {
        requirePipe();
        life.lacksClass(message);
      }
      case VALUE_REQUEST -> {
        requirePipe();
        life.lacksValue(message);
      }
    }
  }

  private void requirePipe() throws IOException {
    if (life.isThroughMemory()) {
      throw outOfTurn("through memory what it says over the pipe only");
    }
  }

  /** In place of output that there is no room for. */
  private static byte[] leftOut(long size) {
    String said =
        "[a worker printed "
            + size
            + " bytes in one piece, for which this program has no room: start it with a larger -Xmx]\n";
    return said.getBytes(StandardCharsets.UTF_8);
  }

  private void start(Start before, Start now) throws IOException {
    requirePipe();
    if (start != before) {
      throw outOfTurn("how its start goes on, out of turn");
    }
    start = now;
  }

  /** What no worker says that works as it should: its link is not to be trusted any more. */
  static StreamCorruptedException outOfTurn(String said) {
    return new StreamCorruptedException("damaged link: the worker said " + said);
  }

  private Place place(MessageReader message) throws IOException {
    Place place = handed.place(message.getInt(), message.getInt());
    if (place == null) {
      throw new IOException("the worker sent results that nobody asked for");
    }
    return place;
  }

  private void begun(Place place, int begun) throws IOException {
    if (begun < 0 || begun > place.chunk.calls() - place.first) { // or it could put off its limit
      throw new StreamCorruptedException("damaged message: begun=" + begun);
    }
    if (begun > place.saidBegun) {
      place.saidBegun = begun;
      listener.begun(runner, place.chunk, place.first + begun);
    }
  }

  private void replied(Place place, MessageReader message) throws IOException {
    int first = message.getInt();
    int count = message.getInt();
    if (count != 0) {
      listener.replied(runner, place.chunk, place.first + first, count, message);
    }
  }

  private void answered(MessageReader message) throws IOException {
    Place place = place(message);
    message.getInt(); // all of them have begun
    replied(place, message);
    Chunk chunk = place.chunk;
    if (chunk.told() < chunk.calls() && !chunk.isOver()) {
      throw new IOException("the worker said that it was done before it was");
    }
    handed.answered(place);
    done[doneCount++] = chunk;
    if (doneCount == done.length) {
      pause();
    }
    life.hasWorked();
  }

  /** Nothing more has arrived at the moment: tells what is free again. */
  void pause() {
    if (doneCount > 0) {
      int count = doneCount;
      doneCount = 0;
      listener.done(runner, done, count);
      for (int i = 0; i < count; i++) {
        done[i] = null; // nobody is to find it here
      }
    }
  }

  /** The worker has ended: takes in what it had ready of the chunk that it ran. */
  void takeLeft(Draft draft, Iterable<Place> places) throws IOException {
    for (Place place : places) {
      Draft.@Nullable Left left = draft.left(place.ticket);
      if (left != null && place.first + left.first() == place.chunk.told()) {
        listener.replied(runner, place.chunk, place.chunk.told(), left.count(), left.outcomes());
      }
    }
  }
}
