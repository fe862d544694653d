package processpool.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import processpool.local.LocalWorkers;
import processpool.schedule.Chunk;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerSettings;
import processpool.wire.Failure;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * The workers of a node, each of which is handed one chunk at a time; the others wait here, where
 * the driver can still have them back. Decides nothing else: that is the driver's scheduler.
 */
final class NodeWorkers implements Runner.Listener {
  private static final class Worker {
    Relayed current;
    final int index;
    boolean ready;
    boolean worn;
    int begunChunks;

    Worker(int index) {
      this.index = index;
    }
  }

  private final Link driver;
  private final WorkerSettings settings;
  private final LocalWorkers factory;
  private final Map<Runner, Worker> workers = new LinkedHashMap<>();
  private final Map<Integer, Relayed> chunks = new LinkedHashMap<>();
  private final ArrayDeque<Relayed> waiting = new ArrayDeque<>();
  private boolean oneWasReady;
  private boolean leaving;

  NodeWorkers(WorkerSettings settings, Link driver) {
    this.settings = settings;
    this.driver = driver;
    this.factory = new LocalWorkers(settings);
  }

  synchronized void start() {
    for (int i = 0; i < settings.processes(); i++) {
      launch();
    }
  }

  private void launch() {
    int index = 0;
    while (isTaken(index)) {
      index++;
    }
    Runner runner = factory.create(this, index);
    workers.put(runner, new Worker(index));
    runner.start();
  }

  private boolean isTaken(int index) {
    return workers.values().stream().anyMatch(worker -> worker.index == index && !worker.worn);
  }

  // ---- what the driver asks

  synchronized void run(Relayed chunk) throws IOException {
    chunks.put(chunk.number, chunk);
    waiting.add(chunk);
    serve();
  }

  synchronized void takeBack(int number) throws IOException {
    boolean back = waiting.remove(chunks.get(number));
    if (back) {
      chunks.remove(number);
    }
    driver.send(Link.message(ToDriver.GAVE_BACK).putInt(number).putByte(back ? 1 : 0));
  }

  synchronized void stop(int number, int begun) throws IOException {
    Relayed chunk = chunks.get(number);
    Runner runner = runnerOf(chunk);
    boolean stopped =
        runner == null ? waiting.contains(chunk) : runner.stop(chunk, begun) == Runner.Answer.YES;
    driver.send(Link.message(ToDriver.STOPPED).putInt(number).putByte(stopped ? 1 : 0));
  }

  synchronized void abort(int number) throws IOException {
    Relayed chunk = chunks.get(number);
    if (waiting.remove(chunk)) {
      done(chunk);
    } else if (chunk != null) {
      runnerOf(chunk).abort(chunk); // its end says the rest
    }
  }

  synchronized void leave() {
    leaving = true;
    List.copyOf(workers.keySet()).forEach(this::dismiss);
    exitWhenEmpty();
  }

  private Runner runnerOf(Relayed chunk) {
    for (Map.Entry<Runner, Worker> entry : workers.entrySet()) {
      if (chunk != null && entry.getValue().current == chunk) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** Gives each idle worker the chunk that has waited longest; the driver is told before. */
  private void serve() throws IOException {
    for (Map.Entry<Runner, Worker> entry : List.copyOf(workers.entrySet())) {
      Worker worker = entry.getValue();
      if (worker.ready && worker.current == null && !waiting.isEmpty()) {
        Relayed next = waiting.remove();
        worker.current = next;
        worker.begunChunks++;
        tellBegun(entry.getKey(), next, 1);
        entry.getKey().hand(next);
        entry.getKey().send();
      }
    }
  }

  private void tellBegun(Runner runner, Relayed chunk, int begun) throws IOException {
    MessageWriter told = Link.message(ToDriver.BEGUN).putInt(chunk.number).putInt(begun);
    driver.send(told.putLong(runner.id().pid()));
  }

  private void done(Relayed chunk) throws IOException {
    chunks.remove(chunk.number);
    driver.send(Link.message(ToDriver.DONE).putInt(chunk.number));
  }

  private void dismiss(Runner runner) {
    workers.get(runner).ready = false;
    runner.leave();
  }

  // ---- what workers say

  @Override
  public synchronized void ready(Runner runner) {
    workers.get(runner).ready = true;
    telling(
        () -> {
          if (!oneWasReady) {
            oneWasReady = true;
            driver.send(Link.message(ToDriver.READY).putLong(ProcessHandle.current().pid()));
          }
          serve();
        });
  }

  @Override
  public void begun(Runner runner, Chunk chunk, int begun) {
    telling(() -> tellBegun(runner, (Relayed) chunk, begun));
  }

  @Override
  public void replied(Runner runner, Chunk chunk, int first, int count, MessageReader outcomes)
      throws IOException {
    chunk.take(outcomes, count, runner.id());
  }

  @Override
  public synchronized void done(Runner runner, Chunk[] done, int count) {
    runner.forget(done, count);
    Worker worker = workers.get(runner);
    worker.current = null;
    int most = settings.maxTasksPerChild();
    if (worker.worn || (most > 0 && worker.begunChunks >= most)) {
      worker.worn = true;
      dismiss(runner);
      launch();
    }
    telling(
        () -> {
          for (int i = 0; i < count; i++) {
            done((Relayed) done[i]);
          }
          serve();
        });
  }

  @Override
  public synchronized void worn(Runner runner) {
    workers.get(runner).worn = true;
  }

  @Override
  public synchronized void unsendable(Runner runner, Chunk chunk, Throwable cause) {
    workers.get(runner).current = null;
    runner.forget(new Chunk[] {chunk}, 1);
    int number = ((Relayed) chunk).number;
    chunks.remove(number);
    telling(
        () -> {
          MessageWriter message = Link.message(ToDriver.UNSENDABLE).putInt(number);
          Failure.encode(cause, message);
          driver.send(message);
          serve();
        });
  }

  @Override
  public void printed(Runner runner, int stream, byte[] text, int offset, int length) {
    telling(
        () ->
            driver.send(
                Link.message(ToDriver.PRINTED).putByte(stream).putBytes(text, offset, length)));
  }

  @Override
  public synchronized void ended(Runner runner, WorkerDeath death) {
    Worker worker = workers.remove(runner);
    telling(
        () -> {
          if (worker.current != null) {
            Relayed chunk = worker.current;
            chunks.remove(chunk.number);
            int begun = Math.max(chunk.told(), runner.begun(chunk));
            MessageWriter lost = Link.message(ToDriver.LOST).putInt(chunk.number).putInt(begun);
            Link.putDeath(death, lost);
            driver.send(lost);
          }
          if (!oneWasReady && death.exitCode() != 0) {
            MessageWriter failed = Link.message(ToDriver.FAILED);
            Link.putDeath(death, failed);
            driver.send(failed);
            Runtime.getRuntime().halt(1);
          }
        });
    if (leaving) {
      exitWhenEmpty();
    } else if (workers.size() < settings.processes()) {
      long pause = worker.ready ? 0 : TimeUnit.MILLISECONDS.toNanos(50);
      Timer.after(pause, this::replace);
    }
  }

  private synchronized void replace() {
    if (!leaving && workers.size() < settings.processes()) {
      launch();
    }
  }

  private void exitWhenEmpty() {
    if (workers.isEmpty()) {
      Runtime.getRuntime().halt(0);
    }
  }

  @Override
  public void answered(Runner runner, Chunk chunk, boolean back) {
    throw new IllegalStateException("a local worker answers at once");
  }

  @Override
  public void stopped(Runner runner, Chunk chunk, boolean stopped) {
    throw new IllegalStateException("a local worker answers at once");
  }

  @Override
  public void lost(Runner runner, Chunk chunk, int begun, WorkerDeath death) {
    throw new IllegalStateException("a local worker ends with its chunk");
  }

  @Override
  public void resize(int runners) {
    throw new IllegalStateException("a node has the workers it was told to have");
  }

  private interface Telling {
    void tell() throws IOException;
  }

  private static void telling(Telling what) {
    try {
      what.tell();
    } catch (IOException driverIsGone) {
      Runtime.getRuntime().halt(0);
    }
  }
}
