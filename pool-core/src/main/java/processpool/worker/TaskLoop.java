package processpool.worker;

import java.io.IOException;
import java.io.NotSerializableException;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.FrameWriter;
import processpool.wire.MessageKind;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** The worker's main thread: takes a chunk, runs it item by item, answers, and takes the next. */
final class TaskLoop {
  private static final int INLINE = -1;

  /** A time limit counts for each item; saying so for each of a million short ones would cost. */
  private static final long STARTED_AGAIN = 1_000_000;

  private final BlockingQueue<MessageReader> inbox;
  private final FrameWriter replies;
  private final LineForwarder out;
  private final LineForwarder err;
  private final ParentClasses classes;

  /** Functions that were sent once, in the undecoded form too, for their arity comes with a run. */
  private final Map<Integer, byte[]> kept = new HashMap<>();

  private final Map<Integer, LoadedFunction> ready = new HashMap<>();
  private long lastStarted;

  TaskLoop(
      BlockingQueue<MessageReader> inbox,
      FrameWriter replies,
      LineForwarder out,
      LineForwarder err,
      ParentClasses classes) {
    this.inbox = inbox;
    this.replies = replies;
    this.out = out;
    this.err = err;
    this.classes = classes;
  }

  void run() throws Exception {
    while (true) {
      MessageReader message = inbox.take();
      switch (message.kind()) {
        case INITIALIZE -> initialize(message);
        case FUNCTION -> kept.put(message.getInt(), message.getBytes());
        case RUN -> runChunk(message);
        case QUIT -> leave();
        default -> throw new IOException("the parent sent a message meant for itself");
      }
      Thread.interrupted(); // what one task did to its thread is not the next one's business
    }
  }

  private void initialize(MessageReader message) throws IOException {
    if (message.getByte() == 1) {
      try {
        byte[] function = message.getBytes();
        Object[] arguments = new Object[message.getInt()];
        LoadedFunction loaded = LoadedFunction.load(function, arguments.length, classes);
        loaded.enter();
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = Codec.decode(message, loaded.loader());
        }
        call(loaded.handle(), arguments);
        endOutput();
      } catch (Throwable failed) {
        endOutput();
        MessageWriter reply = new MessageWriter(MessageKind.NOT_READY);
        Failure.encode(failed, reply);
        replies.send(reply);
        System.exit(1);
      }
    }
    replies.send(new MessageWriter(MessageKind.READY));
  }

  private void runChunk(MessageReader message) throws IOException {
    started();
    int number = message.getInt();
    byte[] inline = number == INLINE ? message.getBytes() : null;
    int items = message.getInt();
    int arity = message.getInt();
    MessageWriter reply = new MessageWriter(MessageKind.DONE).putInt(items);
    LoadedFunction function = null;
    Throwable unusable = null;
    try {
      function = function(number, inline, arity);
      function.enter();
    } catch (Throwable failed) {
      unusable = failed;
    }
    for (int item = 0; item < items; item++) {
      if (System.nanoTime() - lastStarted > STARTED_AGAIN) {
        started();
      }
      MessageWriter outcome = new MessageWriter();
      try {
        if (function == null) {
          throw unusable == null ? new IllegalStateException("no function") : unusable;
        }
        Object[] arguments = arguments(message, arity, function.loader());
        outcome.putByte(1);
        encodeResult(call(function.handle(), arguments), outcome);
      } catch (Throwable failed) {
        outcome = new MessageWriter().putByte(0);
        Failure.encode(failed, outcome);
      }
      reply.putAll(outcome);
    }
    endOutput();
    replies.send(reply);
  }

  private void started() throws IOException {
    lastStarted = System.nanoTime();
    replies.send(new MessageWriter(MessageKind.STARTED));
  }

  /** Reads all of an item's arguments even if one is unreadable: the next item's follow them. */
  private static Object[] arguments(MessageReader message, int arity, ClassLoader loader)
      throws Throwable {
    Object[] arguments = new Object[arity];
    Throwable unreadable = null;
    for (int i = 0; i < arity; i++) {
      try {
        arguments[i] = Codec.decode(message, loader);
      } catch (Throwable failed) {
        unreadable = unreadable == null ? failed : unreadable;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return arguments;
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

  private LoadedFunction function(int number, byte @Nullable [] inline, int arity)
      throws IOException, ReflectiveOperationException {
    if (inline != null) {
      return LoadedFunction.load(inline, arity, classes);
    }
    LoadedFunction known = ready.get(number);
    if (known == null) {
      byte[] code = kept.get(number);
      if (code == null) {
        throw new IOException("the parent named a function it never sent: number=" + number);
      }
      known = LoadedFunction.load(code, arity, classes);
      ready.put(number, known);
    }
    return known;
  }

  private static @Nullable Object call(MethodHandle function, Object[] arguments) throws Throwable {
    return (Object) function.invokeExact(arguments);
  }

  private void endOutput() throws IOException {
    System.out.flush();
    System.err.flush();
    out.endTask();
    err.endTask();
  }

  private void leave() throws IOException {
    endOutput();
    replies.send(new MessageWriter(MessageKind.BYE));
    System.exit(0);
  }
}
