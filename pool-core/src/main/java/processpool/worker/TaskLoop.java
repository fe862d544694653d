package processpool.worker;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.wire.Codec;
import processpool.wire.Failure;
import processpool.wire.HeldValues;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ReadableNames;
import processpool.wire.ThisWorker;
import processpool.wire.ThrowableText;
import processpool.wire.ToParent;
import processpool.wire.ToWorker;
import processpool.wire.UnserializablePath;

/** The worker's main thread: takes a chunk, runs it call by call, answers, and takes the next. */
final class TaskLoop {
  private final ParentLink parent;
  private final LineForwarder out;
  private final LineForwarder err;
  private final Ground ground;
  private final ParentClasses classes;
  private final Map<Integer, Function> functions = new HashMap<>();
  private final ChunkReply reply;

  /** What is to be run before this process leaves; null for nothing. */
  private @Nullable MessageReader atExit;

  private boolean leaves;

  /** Null for as much memory as it likes. */
  private @Nullable Resident resident;

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

  TaskLoop(
      ParentLink parent,
      LineForwarder out,
      LineForwarder err,
      Ground ground,
      ParentClasses classes) {
    this.parent = parent;
    this.ground = ground;
    this.classes = classes;
    this.out = out;
    this.err = err;
    this.reply = new ChunkReply(parent);
  }

  /** Until this process is to leave. */
  void run() throws Exception {
    while (!leaves) {
      MessageReader message = parent.next();
      Thread.interrupted(); // meant for the task before
      switch (ToWorker.of(message)) {
        case AT_EXIT -> atExit = message;
        case INITIALIZE -> initialize(message);
        case FUNCTION -> functions.put(message.getInt(), new Function(message.getBytes()));
        case RUN -> runChunk(message);
        case QUIT -> leave();
        case RELEASE -> HeldValues.release(message);
        case MAP, SWITCH, BELL, CLASS, VALUE ->
            throw new IOException("the parent sent what its worker's other thread takes");
      }
    }
  }

  private void initialize(MessageReader message) throws IOException {
    ThisWorker.is(message.getInt());
    long most = message.getLong();
    if (most > 0) {
      resident = new Resident(most);
    }
    if (message.getByte() == 1) {
      try {
        runOnce(message);
        ground.note();
        endTask();
      } catch (Throwable failed) {
        endTask();
        MessageWriter notReady = new MessageWriter(ToParent.NOT_READY);
        Failure.encode(failed, notReady);
        parent.send(notReady);
        System.exit(1);
      }
    }
    ignoreCtrlC();
    parent.send(new MessageWriter(ToParent.READY));
  }

  private void runOnce(MessageReader message) throws Throwable {
    LoadedFunction function = new Function(message.getBytes()).load(classes);
    Object[] arguments = new Object[function.target().parameters()];
    decode(message, arguments, 0, arguments.length, function.loader());
    Object unused = function.target().call(arguments);
  }

  private static void ignoreCtrlC() {
    try {
      CtrlC.ignore();
    } catch (LinkageError | RuntimeException unsupported) {
      // The worker then ends on Ctrl-C a moment before its parent does.
    }
  }

  private void runChunk(MessageReader message) throws IOException {
    int slot = message.getInt();
    int ticket = message.getInt();
    boolean tells = message.getByte() == 1;
    Function function = functions.get(message.getInt());
    int calls = message.getInt();
    if (!reply.begin(slot, ticket, calls, tells)) {
      return;
    }
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
    for (int call = 0; call < calls; call++) {
      if (call > 0 && !reply.beginCall(call)) {
        return; // it took too long, and this process is being ended for it
      }
      runCall(message, loaded, arguments, captured, unusable);
      if (calls > 1) {
        ground.restoreStreams();
        if (out.isUnfinished() || err.isUnfinished()) {
          endLines();
        }
        Thread.interrupted(); // the next one is not interrupted because this one was
        reply.callEnded();
      }
    }
    ground.restoreStreams();
    endLines();
    Resident memory = resident;
    if (memory != null && memory.isTooMuch()) {
      parent.send(new MessageWriter(ToParent.WORN));
    }
    reply.end();
    ground.restore(); // while the answer travels
    Thread.interrupted();
    if (ground.isLost()) {
      leave();
    }
  }

  /** A method of its own, as a loop's body is compiled less well, and later. */
  private void runCall(
      MessageReader message,
      @Nullable LoadedFunction loaded,
      Object[] arguments,
      int captured,
      @Nullable Throwable unusable)
      throws IOException {
    MessageWriter to = reply.outcome();
    long before = to.mark();
    try {
      if (unusable != null || loaded == null) {
        throw unusable == null ? new IllegalStateException("no function") : unusable;
      }
      decode(message, arguments, captured, arguments.length, loaded.loader());
      Object result = loaded.target().call(arguments);
      Arrays.fill(arguments, captured, arguments.length, null); // no longer needed, perhaps large
      to.putByte(1);
      encodeResult(result, to);
    } catch (Throwable failed) {
      to.reset(before);
      Failure.encode(failed, to.putByte(0));
    }
  }

  /** Reads all of a call's arguments even if one is unreadable: the next call's follow them. */
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
      UnserializablePath.Found found = value == null ? null : UnserializablePath.find(value);
      NotSerializableException named =
          new NotSerializableException(
              ReadableNames.in(String.valueOf(e.getMessage()))
                  + (found == null ? "" : ", " + found.text() + ",")
                  + " is not serializable, so the task's result cannot travel to the parent: "
                  + (found != null && found.isEnclosing()
                      ? found.advice()
                      : "return something that is"));
      named.initCause(e);
      throw named;
    } catch (OutOfMemoryError e) { // where jvmOptions let a worker live on after one
      throw new IOException(
          "the task's result is too large to be sent from the worker's heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB: give the workers more, by jvmOptions(\"-Xmx…\"), or return a part of it or"
              + " the path of a file",
          e);
    }
  }

  /** What one task printed comes before its end; what it did to its thread and JVM ends with it. */
  private void endTask() throws IOException {
    ground.restore();
    endLines();
    Thread.interrupted();
  }

  private void endLines() throws IOException {
    out.endTask();
    err.endTask();
  }

  private void leave() throws IOException {
    endTask();
    parent.send(new MessageWriter(ToParent.BYE));
    MessageReader last = atExit;
    if (last != null) {
      runAtExit(last);
    }
    leaves = true;
  }

  private void runAtExit(MessageReader message) throws IOException {
    try {
      runOnce(message);
    } catch (Throwable failed) {
      parent.send(new MessageWriter(ToParent.EXIT_FAILED).putString(ThrowableText.trace(failed)));
    }
    endTask();
  }
}
