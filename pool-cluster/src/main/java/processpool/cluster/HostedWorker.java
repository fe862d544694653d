package processpool.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import processpool.schedule.Chunk;
import processpool.schedule.Helpers;
import processpool.schedule.Runner;
import processpool.schedule.Timer;
import processpool.schedule.WorkerDeath;
import processpool.wire.Failure;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A worker on a node: passes on what its driver says to its process, and what that says to the
 * driver. Decides nothing: that is the driver's scheduler. Chunks that its process has no room for
 * yet wait here, and those that are not to begin yet.
 */
final class HostedWorker implements Runner.Listener {
  /** A call that runs for so long is told to have begun, while it runs. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  private final int number;
  private final Link driver;
  private final Runnable gone;
  private final Runner process;

  // Guarded by this:
  private final Map<Integer, Relayed> chunks = new LinkedHashMap<>();

  /** May begin, and have not been handed to the process. */
  private final ArrayDeque<Relayed> waiting = new ArrayDeque<>();

  /** How many the process has. */
  private int handed;

  private boolean looking;
  private long lastMove;
  private long usual;

  HostedWorker(int number, int index, Runner.Factory factory, Link driver, Runnable gone) {
    this.number = number;
    this.driver = driver;
    this.gone = gone;
    this.process = factory.create(this, index);
  }

  void start() {
    process.start();
    // Its process id is known once it is there; to wait for that takes a thread.
    Helpers.run(
        "cluster-start",
        () -> {
          long pid = process.id().pid();
          if (pid > 0) {
            driver.send(say(ToDriver.STARTED).putLong(pid));
          }
        });
  }

  int number() {
    return number;
  }

  private MessageWriter say(ToDriver kind) {
    return Link.message(kind).putInt(number);
  }

  // ---- what the driver asks

  void run(Relayed chunk, boolean mayBegin) {
    synchronized (this) {
      chunks.put(chunk.number, chunk);
      chunk.held = !mayBegin;
      if (mayBegin) {
        waiting.add(chunk);
      }
    }
    serve();
  }

  void go(int chunk) {
    synchronized (this) {
      Relayed held = chunks.get(chunk);
      if (held != null && held.held) {
        held.held = false;
        waiting.add(held);
      }
    }
    serve();
  }

  synchronized void drop(int chunk) {
    chunks.remove(chunk);
  }

  void takeBack(int chunk) {
    boolean back;
    synchronized (this) {
      Relayed asked = chunks.get(chunk);
      back = asked != null && (asked.held || waiting.remove(asked) || isBack(asked));
      if (back) {
        chunks.remove(chunk);
      }
    }
    driver.send(say(ToDriver.GAVE_BACK).putInt(chunk).putByte(back ? 1 : 0));
  }

  private boolean isBack(Relayed asked) {
    boolean back = process.takeBack(asked) == Runner.Answer.YES;
    handed -= back ? 1 : 0;
    return back;
  }

  void stop(int chunk, int begun) {
    boolean stopped;
    synchronized (this) {
      Relayed asked = chunks.get(chunk);
      stopped =
          asked != null
              && (asked.held
                  || waiting.contains(asked)
                  || process.stop(asked, begun) == Runner.Answer.YES);
    }
    driver.send(say(ToDriver.STOPPED).putInt(chunk).putByte(stopped ? 1 : 0));
  }

  void leave() {
    process.leave();
  }

  void end() {
    process.end();
  }

  /** Hands the process what it has room for. */
  private void serve() {
    boolean some = false;
    synchronized (this) {
      for (Relayed next = waiting.peek();
          next != null && (handed == 0 || process.hasRoom(next.size()));
          next = waiting.peek()) {
        waiting.remove();
        if (handed++ == 0) {
          lastMove = System.nanoTime();
        }
        process.hand(next);
        some = true;
      }
      if (some && !looking) {
        looking = true;
        var unused = Timer.after(LOOK_NANOS, this::look);
      }
    }
    if (some) {
      process.send();
    }
  }

  /** Looks what has begun that takes longer, and tells the driver, once each. */
  private void look() {
    MessageWriter begun = null;
    synchronized (this) {
      boolean unsaid = false;
      for (Relayed chunk : chunks.values()) {
        if (chunk.saidBegun == 0 && !chunk.held && !waiting.contains(chunk)) {
          int now = process.begun(chunk);
          if (now > 0) {
            chunk.saidBegun = now;
            begun = say(ToDriver.BEGUN).putInt(chunk.number).putInt(now);
            break; // a process runs one at a time
          }
          unsaid = true;
        }
      }
      looking = unsaid || begun != null;
      if (looking) {
        var unused = Timer.after(LOOK_NANOS, this::look);
      }
    }
    if (begun != null) {
      MessageWriter told = begun;
      Helpers.run("cluster-word", () -> driver.send(told)); // not the timer's
    }
  }

  // ---- what the process says

  @Override
  public void ready(Runner runner) {
    driver.send(say(ToDriver.READY).putLong(runner.id().pid()));
  }

  @Override
  public void begun(Runner runner, Chunk chunk, int begun) {
    Relayed relayed = (Relayed) chunk;
    synchronized (this) {
      relayed.saidBegun = Math.max(relayed.saidBegun, begun);
    }
    driver.send(say(ToDriver.BEGUN).putInt(relayed.number).putInt(begun));
  }

  @Override
  public void replied(Runner runner, Chunk chunk, int first, int count, MessageReader outcomes)
      throws IOException {
    chunk.take(outcomes, count, runner.id());
  }

  @Override
  public void done(Runner runner, Chunk[] done, int count) {
    MessageWriter message;
    synchronized (this) {
      runner.forget(done, count);
      handed -= count;
      long now = System.nanoTime();
      long each = (now - lastMove) / count;
      usual = usual == 0 ? each : (3 * usual + each) / 4;
      lastMove = now;
      message = say(ToDriver.DONE).putLong(usual).putInt(count);
      for (int i = 0; i < count; i++) {
        Relayed chunk = (Relayed) done[i];
        chunks.remove(chunk.number);
        message.putInt(chunk.number).putLong(now - chunk.arrived);
      }
    }
    driver.send(message);
    serve();
  }

  @Override
  public void worn(Runner runner) {
    driver.send(say(ToDriver.WORN));
  }

  @Override
  public void unsendable(Runner runner, Chunk chunk, Throwable cause) {
    Relayed relayed = (Relayed) chunk;
    synchronized (this) {
      runner.forget(new Chunk[] {chunk}, 1);
      handed--;
      chunks.remove(relayed.number);
    }
    MessageWriter message = say(ToDriver.UNSENDABLE).putInt(relayed.number);
    Failure.encode(cause, message);
    driver.send(message);
    serve();
  }

  @Override
  public void printed(Runner runner, int stream, byte[] text, int offset, int length) {
    driver.sendInTurn(say(ToDriver.PRINTED).putByte(stream).putBytes(text, offset, length));
  }

  @Override
  public void ended(Runner runner, WorkerDeath death) {
    MessageWriter message = say(ToDriver.ENDED);
    Deaths.put(death, message);
    synchronized (this) {
      message.putInt(chunks.size());
      for (Relayed chunk : chunks.values()) {
        int begun = chunk.held || waiting.contains(chunk) ? 0 : runner.begun(chunk);
        message.putInt(chunk.number).putInt(Math.max(chunk.told(), begun));
      }
      chunks.clear();
      waiting.clear();
    }
    driver.send(message);
    gone.run();
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
    throw new IllegalStateException("a worker is one");
  }
}
