package processpool.node;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import processpool.local.ClassServer;
import processpool.schedule.Chunk;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.schedule.WorkerSettings;
import processpool.wire.Failure;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A node as its driver sees it. What it says is taken by one thread, what it is told sent by
 * another.
 */
final class NodeRunner implements Runner {
  private static final long HELD_UP = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  /** Where a chunk is. */
  private static final class Place {
    final Chunk chunk;
    final int number;
    final int first;
    volatile int begun;
    volatile WorkerId who;

    Place(Chunk chunk, int number) {
      this.chunk = chunk;
      this.number = number;
      this.first = chunk.told();
    }
  }

  private interface Sending {
    void send(Link node) throws IOException;
  }

  final String name;
  private final int workers;
  private final WorkerSettings settings;
  private final ProcessBuilder command;
  private final Listener listener;
  private final CountDownLatch known = new CountDownLatch(1);
  private final LinkedBlockingQueue<Sending> sendings = new LinkedBlockingQueue<>();
  private final Map<Integer, Place> places = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final ClassServer classes =
      new ClassServer(
          answer -> sendings.add(link -> link.send(Link.message(ToNode.CLASS).putAll(answer))));

  /** The sender's. */
  private final Map<FunctionCode, Integer> functions = new HashMap<>();

  private volatile Process process;
  private volatile WorkerId id = WorkerId.NOBODY;
  private volatile WorkerDeath failure;
  private volatile boolean over;
  private volatile boolean ending;
  private volatile long lastMove = System.nanoTime();

  NodeRunner(
      String name,
      int workers,
      WorkerSettings settings,
      ProcessBuilder command,
      Listener listener) {
    this.name = name;
    this.workers = workers;
    this.settings = settings;
    this.command = command;
    this.listener = listener;
    sendings.add(this::sendOpen);
  }

  Process process() {
    return process;
  }

  // ---- life

  @Override
  public void start() {
    thread("life", this::live).start();
  }

  private Thread thread(String role, java.lang.Runnable body) {
    Thread thread = new Thread(body, name + "-" + role);
    thread.setDaemon(true);
    return thread;
  }

  private void live() {
    WorkerDeath death;
    try {
      death = runProcess();
    } catch (Throwable failed) {
      end();
      death = new WorkerDeath(id, -1, "", failed);
    }
    over = true;
    known.countDown();
    listener.ended(this, failure == null ? death : failure);
  }

  private WorkerDeath runProcess() throws IOException, InterruptedException {
    Process node = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process = node;
    if (ending) {
      node.destroyForcibly();
    }
    Link link = new Link(node.getInputStream(), node.getOutputStream());
    Thread sender = thread("sender", () -> sendAll(link));
    sender.start();
    try {
      for (MessageReader m = link.next(); m != null; m = link.next()) {
        take(m);
      }
    } finally {
      sender.interrupt();
    }
    WorkerId who = new WorkerId(name, node.pid());
    return new WorkerDeath(who, node.waitFor(), "", null);
  }

  private void sendAll(Link link) {
    try {
      while (true) {
        sendings.take().send(link);
      }
    } catch (IOException | InterruptedException gone) {
      // Its end says what becomes of its chunks.
    }
  }

  private void sendOpen(Link link) throws IOException {
    MessageWriter open = Link.message(ToNode.OPEN).putInt(workers);
    open.putInt(settings.maxTasksPerChild()).putInt(settings.jvm().options().size());
    settings.jvm().options().forEach(open::putString);
    open.putByte(settings.initializer() == null ? 0 : 1);
    if (settings.initializer() != null) {
      settings.initializer().putTo(open);
    }
    link.send(open);
  }

  @Override
  public WorkerId id() {
    try {
      known.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return id;
  }

  // ---- what it is asked

  @Override
  public int parallel() {
    return workers;
  }

  @Override
  public boolean goesOn() {
    return true;
  }

  @Override
  public boolean hasRoom(long bytes) {
    return places.size() < 2 * workers;
  }

  @Override
  public boolean isHeldUp() {
    return places.size() > workers && System.nanoTime() - lastMove > HELD_UP;
  }

  @Override
  public void hand(Chunk chunk) {
    lastMove = System.nanoTime();
    Place place = new Place(chunk, numbers.incrementAndGet());
    chunk.place(place);
    places.put(place.number, place);
    sendings.add(link -> send(place, link));
  }

  private void send(Place place, Link link) throws IOException {
    Chunk chunk = place.chunk;
    int function = number(chunk.function(), link);
    MessageWriter run = Link.message(ToNode.RUN).putInt(place.number);
    run.putInt(chunk.calls() - place.first).putLong(chunk.limits().timeoutNanos());
    run.putInt(function);
    try {
      chunk.putArguments(run, place.first);
    } catch (IOException | RuntimeException | OutOfMemoryError unsendable) {
      places.remove(place.number);
      listener.unsendable(this, chunk, unsendable);
      return;
    }
    if (chunk.isOver()) { // its arguments may be gone
      finish(place);
    } else {
      link.send(run);
    }
  }

  private int number(FunctionCode function, Link link) throws IOException {
    Integer number = functions.get(function);
    if (number == null) {
      number = functions.size();
      functions.put(function, number);
      MessageWriter keep = Link.message(ToNode.FUNCTION).putInt(number);
      function.putTo(keep);
      link.send(keep);
    }
    return number;
  }

  private Place place(Chunk chunk) {
    return chunk.place() instanceof Place place && places.get(place.number) == place ? place : null;
  }

  @Override
  public Answer takeBack(Chunk chunk) {
    Place place = place(chunk);
    return place == null || place.begun > 0 ? Answer.NO : ask(ToNode.TAKE_BACK, place.number);
  }

  @Override
  public Answer stop(Chunk chunk, int begun) {
    Place place = place(chunk);
    return place == null
        ? Answer.NO
        : ask(ToNode.STOP, place.number, Math.max(0, begun - place.first));
  }

  private Answer ask(ToNode kind, int... words) {
    tell(kind, words);
    return Answer.LATER;
  }

  private void tell(ToNode kind, int... words) {
    MessageWriter message = Link.message(kind);
    for (int word : words) {
      message.putInt(word);
    }
    sendings.add(link -> link.send(message));
  }

  @Override
  public void forget(Chunk[] chunks, int count) {
    lastMove = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (chunks[i].place() instanceof Place place) {
        places.remove(place.number, place);
      }
    }
  }

  /** Of a node that is gone nobody knows how far it came with what it had begun. */
  @Override
  public int begun(Chunk chunk) {
    Place place = place(chunk);
    int begun = place == null ? 0 : place.begun;
    return over && begun > 0 ? chunk.calls() : begun;
  }

  @Override
  public WorkerId worker(Chunk chunk) {
    WorkerId who = chunk.place() instanceof Place place ? place.who : null;
    return who == null ? id : who;
  }

  @Override
  public void send() {
    // The sender does, as soon as it is handed something.
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    // Its thread takes in what it says.
  }

  @Override
  public void abort(Chunk chunk) {
    Place place = place(chunk);
    if (place != null) {
      tell(ToNode.ABORT, place.number);
    }
  }

  @Override
  public void leave() {
    tell(ToNode.LEAVE);
  }

  @Override
  public void end() {
    ending = true;
    tell(ToNode.END);
    Process node = process;
    if (node != null) {
      Timer.after(PATIENCE, node::destroyForcibly);
    }
  }

  // ---- what it says

  private void take(MessageReader message) throws IOException {
    ToDriver kind = ToDriver.values()[message.getByte()];
    switch (kind) {
      case READY -> {
        id = new WorkerId(name, message.getLong());
        known.countDown();
        listener.ready(this);
      }
      case PRINTED -> {
        int stream = message.getByte();
        byte[] text = message.getBytes();
        listener.printed(this, stream, text, 0, text.length);
      }
      case CLASS_REQUEST -> classes.answer(message);
      case FAILED -> failure = Link.death(message, name, initializerLoader());
      default -> {
        Place place = places.get(message.getInt());
        if (place != null) { // else it has been settled meanwhile
          take(kind, place, message);
        }
      }
    }
  }

  private ClassLoader initializerLoader() {
    WorkerSettings.Prepared initializer = settings.initializer();
    return initializer == null ? ClassLoader.getSystemClassLoader() : initializer.code().loader();
  }

  private void take(ToDriver kind, Place place, MessageReader message) throws IOException {
    Chunk chunk = place.chunk;
    switch (kind) {
      case BEGUN -> {
        place.begun = place.first + message.getInt();
        place.who = new WorkerId(name, message.getLong());
        listener.begun(this, chunk, place.begun);
      }
      case REPLIED -> {
        int first = place.first + message.getInt();
        listener.replied(this, chunk, first, message.getInt(), message);
      }
      case DONE -> finish(place);
      case GAVE_BACK -> {
        boolean back = message.getByte() == 1;
        if (back) {
          places.remove(place.number);
        }
        listener.answered(this, chunk, back);
      }
      case STOPPED -> listener.stopped(this, chunk, message.getByte() == 1);
      case LOST -> {
        int begun = message.getInt();
        WorkerDeath death = Link.death(message, name, chunk.function().loader());
        listener.lost(this, chunk, begun == 0 ? 0 : place.first + begun, death);
      }
      case UNSENDABLE -> {
        Failure why = Failure.decode(message, chunk.function().loader());
        listener.unsendable(this, chunk, new IOException(why.text()));
      }
      default -> throw new IOException("unexpected: " + kind);
    }
  }

  private void finish(Place place) {
    listener.done(this, new Chunk[] {place.chunk}, 1);
  }
}
