package processpool.local;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.local.Handed.Place;
import processpool.schedule.Chunk;
import processpool.schedule.Helpers;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.wire.FrameWriter;
import processpool.wire.MessageReader;
import processpool.wire.SharedMemory;
import processpool.wire.ValueSource;

/**
 * The parent's end of the link to one worker: what it has been handed, what it is told and what it
 * says, over pipes at first, then, where that can be had, through shared memory.
 */
final class WorkerLink implements RequestSender.Receiver, ReplyReceiver.Replies, ReplyHandler.Life {
  /** After its first chunk a worker is given so much time to itself before it must map memory. */
  private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(30);

  private final WorkerProcess worker;
  private final LocalWorkers common;
  private final Runner.Listener listener;
  private final Handed handed = new Handed();
  private final ReplyReceiver receiver = new ReplyReceiver(this);
  private final ReplyHandler handler;
  private final ClassServer classes = new ClassServer(answer -> sender().send(answer));

  /** Of a worker that asks for shared values: nobody else's loads this. */
  private @Nullable ValueServer values;

  private volatile @Nullable RequestSender sender;
  private volatile @Nullable MemoryUpgrade upgrade;
  private volatile @Nullable SharedMemory memory;
  private boolean settling;

  WorkerLink(WorkerProcess worker, LocalWorkers common, Runner.Listener listener) {
    this.worker = worker;
    this.common = common;
    this.listener = listener;
    this.handler = new ReplyHandler(worker, listener, handed, this, common.initializerLoader);
  }

  /** The worker's process exists. */
  void open(OutputStream stdin) {
    RequestSender opened = new RequestSender(new FrameWriter(stdin), handed, this);
    upgrade = new MemoryUpgrade(opened);
    sender = opened;
  }

  Handed handed() {
    return handed;
  }

  ReplyReceiver receiver() {
    return receiver;
  }

  /** Tells it what each worker is told first. */
  void initialize(int index) {
    WorkerExit exit = common.exit;
    if (exit != null) {
      sender().send(exit.message());
    }
    sender().send(common.initialize(index));
  }

  /**
   * A worker is handed chunks, or asked anything, only once its process has said that it is there.
   */
  private RequestSender sender() {
    return Objects.requireNonNull(sender, "there is no process yet");
  }

  void hand(Chunk chunk) {
    sender().add(handed.hand(chunk));
  }

  void send() {
    sender().send();
  }

  /** Asks it to leave; before its process exists that is left to whoever opens this. */
  void leave() {
    RequestSender to = sender;
    if (to != null) {
      to.leave();
    }
  }

  /**
   * It has ended. What it said before that counts; afterwards nothing that comes from here does.
   */
  void takeLast() {
    if (handed.isOver()) {
      return;
    }
    try {
      takeWhatIsLeft();
    } finally {
      LateFault.clear();
      handed.ended();
      classes.end();
      endValues();
      MemoryUpgrade begun = upgrade;
      if (begun != null) {
        begun.end();
      }
    }
  }

  private synchronized void endValues() {
    if (values != null) {
      values.end();
    }
  }

  private void takeWhatIsLeft() {
    receiver.takeLast();
    SharedMemory left = memory;
    if (left != null) {
      try {
        handler.takeLeft(left.draft(), handed.all());
        handler.pause();
      } catch (Throwable damaged) {
        Log.debug("what a worker had ready as it ended is damaged: " + damaged, null);
      }
    }
  }

  // ---- for the sender

  @Override
  public boolean isConnected() {
    return !worker.isOver();
  }

  @Override
  public boolean saysWhenCallsBegin() {
    return common.events.active();
  }

  @Override
  public void unsendable(Place place, Throwable cause) {
    handed.answered(place);
    listener.unsendable(worker, place.chunk, cause);
  }

  @Override
  public void memoryIsUsed(SharedMemory mapped) {
    memory = mapped;
    receiver.receiveFrom(mapped);
  }

  // ---- for the receiver

  @Override
  public void take(MessageReader reply) throws IOException {
    handler.take(reply);
  }

  @Override
  public void pause() {
    handler.pause();
  }

  @Override
  public void later(Runnable rest) {
    Helpers.run("taker", rest);
  }

  @Override
  public void damaged(Throwable why) {
    LateFault.clear(); // there may be another, of the same cause
    worker.damaged(why);
  }

  // ---- for the handler

  @Override
  public void hello() {
    worker.isThere();
  }

  @Override
  public void ready() {
    worker.isReady();
    listener.ready(worker);
  }

  @Override
  public void notReady(Throwable cause) {
    worker.isNotReady(cause);
  }

  @Override
  public void rang() throws IOException {
    if (memory == null) {
      throw ReplyHandler.outOfTurn("that there is something in memory that it has not got");
    }
    receiver.answerBell();
  }

  @Override
  public void mapped(MessageReader answer) throws IOException {
    MemoryUpgrade begun = upgrade;
    if (begun != null) {
      begun.answered(answer, worker.id().pid());
    }
  }

  @Override
  public void lacksClass(MessageReader request) throws IOException {
    classes.answer(request);
  }

  @Override
  public void lacksValue(MessageReader request) throws IOException {
    ValueServer server;
    synchronized (this) {
      if (values == null && !handed.isOver()) {
        RequestSender to = sender();
        ValueSource source = common.values == null ? ValueSource.OWN : common.values;
        values = new ValueServer(to::send, to::release, source);
      }
      server = values;
    }
    if (server != null) {
      server.answer(request);
    }
  }

  @Override
  public void printed(int stream, byte[] text) {
    worker.printed(stream, text, 0, text.length);
  }

  @Override
  public boolean isThroughMemory() {
    return receiver.isTaking();
  }

  @Override
  public void worn() {
    listener.worn(worker);
  }

  @Override
  public void leaves() {
    worker.leaves();
  }

  @Override
  public void exitFailed(String trace) throws IOException {
    WorkerExit exit = common.exit;
    if (exit == null) {
      throw ReplyHandler.outOfTurn("what became of something that it was never given");
    }
    exit.threw(worker.id().pid(), trace);
  }

  @Override
  public void hasWorked() {
    if (!settling) {
      settling = true;
      var unused = Timer.after(SETTLED, () -> Helpers.run("mapper", this::offerMemory));
    }
  }

  private void offerMemory() {
    MemoryUpgrade begun = upgrade;
    if (begun != null && !worker.isEnding()) {
      begun.offer();
    }
  }
}
