package processpool.worker;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** The worker's main thread: takes a chunk, runs it item by item, answers, and takes the next. */
final class TaskLoop {
  /** A time limit counts for each item; saying so for each of a million short ones would cost. */
  private static final long STARTED_AGAIN = 1_000_000;

  private final ParentLink parent;
  private final LineForwarder out;
  private final LineForwarder err;
  private final ParentClasses classes;
  private final Map<Integer, Function> functions = new HashMap<>();
  private final MessageWriter reply = new MessageWriter();
  private long lastStarted;

  /**
   * A function that was sent once. Looked for at its first call, whose failure it is if missing.
   */
  private static final class Function {
    private final byte[] code;
    private @Nullable LoadedFunction loaded;

    Function(byte[] code) {
      this.code = code;
    }

    LoadedFunction load(ParentClasses classes) throws IOException, ReflectiveOperationException {
      LoadedFunction known = loaded;
      if (known == null) {
        known = LoadedFunction.load(code, classes);
        loaded = known;
      }
      known.enter();
      return known;
    }
  }

  TaskLoop(ParentLink parent, LineForwarder out, LineForwarder err, ParentClasses classes) {
    this.parent = parent;
    this.classes = classes;
    this.out = out;
    this.err = err;
  }

  void run() throws Exception {
    while (true) {
      MessageReader message = parent.next();
      Thread.interrupted(); // meant for the task before
      switch (message.kind()) {
        case INITIALIZE -> initialize(message);
        case FUNCTION -> functions.put(message.getInt(), new Function(message.getBytes()));
        case RUN -> runChunk(message);
        case QUIT -> leave();
        default -> throw new IOException("the parent sent a message meant for itself");
      }
    }
  }

  private void initialize(MessageReader message) throws IOException {
    if (message.getByte() == 1) {
      try {
        LoadedFunction function = new Function(message.getBytes()).load(classes);
        Object[] arguments = new Object[function.target().parameters()];
        decode(message, arguments, 0, arguments.length, function.loader());
        function.target().call(arguments);
        endTask();
      } catch (Throwable failed) {
        endTask();
        MessageWriter reply = new MessageWriter(MessageKind.NOT_READY);
        Failure.encode(failed, reply);
        parent.send(reply);
        System.exit(1);
      }
    }
    parent.send(new MessageWriter(MessageKind.READY));
  }

  private void runChunk(MessageReader message) throws IOException {
    int slot = message.getInt();
    int ticket = message.getInt();
    if (!parent.claim(slot, ticket)) {
      return;
    }
    boolean sayStarted = message.getByte() == 1;
    if (sayStarted) {
      started(slot);
    }
    Function function = functions.get(message.getInt());
    int items = message.getInt();
    reply.restart(MessageKind.DONE).putInt(slot).putInt(ticket).putInt(items);
    LoadedFunction loaded = null;
    Object[] arguments = {};
    int captured = 0;
    Throwable unusable = null;
    try {
      if (function == null) {
        throw new IOException("the parent named a function it never sent");
      }
      loaded = function.load(classes);
      arguments = new Object[loaded.target().parameters()];
      captured = message.getInt();
      decode(message, arguments, 0, captured, loaded.loader());
    } catch (Throwable failed) {
      unusable = failed;
    }
    for (int item = 0; item < items; item++) {
      if (sayStarted && item > 0 && System.nanoTime() - lastStarted > STARTED_AGAIN) {
        started(slot);
      }
      long before = reply.mark();
      runItem(message, loaded, arguments, captured, unusable);
      if (items > 1) {
        reply.detach(before); // the next item may change what this one returned
        Thread.interrupted(); // and is not interrupted because this one was
      }
    }
    endTask();
    parent.send(reply);
    reply.clear();
  }

  /** A method of its own, as a loop's body is compiled less well, and later. */
  private void runItem(
      MessageReader message,
      @Nullable LoadedFunction loaded,
      Object[] arguments,
      int captured,
      @Nullable Throwable unusable)
      throws IOException {
    long before = reply.mark();
    try {
      if (unusable != null || loaded == null) {
        throw unusable == null ? new IllegalStateException("no function") : unusable;
      }
      decode(message, arguments, captured, arguments.length, loaded.loader());
      Object result = loaded.target().call(arguments);
      Arrays.fill(arguments, captured, arguments.length, null); // no longer needed, perhaps large
      reply.putByte(1);
      encodeResult(result, reply);
    } catch (Throwable failed) {
      reply.reset(before);
      Failure.encode(failed, reply.putByte(0));
    }
  }

  private void started(int slot) throws IOException {
    lastStarted = System.nanoTime();
    parent.send(new MessageWriter(MessageKind.STARTED).putInt(slot));
  }

  /** Reads all of an item's arguments even if one is unreadable: the next item's follow them. */
  private static void decode(
      MessageReader message, Object[] to, int from, int until, ClassLoader loader)
      throws Throwable {
    Throwable unreadable = null;
    for (int i = from; i < until; i++) {
      try {
        to[i] = Codec.decode(message, loader);
      } catch (Throwable failed) {
        unreadable = unreadable == null ? failed : unreadable;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
  }

  private static void encodeResult(@Nullable Object value, MessageWriter to) throws IOException {
    try {
      Codec.encode(value, to);
    } catch (NotSerializableException e) {
      NotSerializableException named =
          new NotSerializableException(
              e.getMessage() + " (the task's result cannot travel to the parent)");
      named.initCause(e);
      throw named;
    }
  }

  /** What one task printed comes before its end; what it did to its thread ends with it. */
  private void endTask() throws IOException {
    System.out.flush();
    System.err.flush();
    out.endTask();
    err.endTask();
    Thread.interrupted();
  }

  private void leave() throws IOException {
    endTask();
    parent.send(new MessageWriter(MessageKind.BYE));
    System.exit(0);
  }
}
