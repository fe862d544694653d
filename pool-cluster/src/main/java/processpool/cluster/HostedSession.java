package processpool.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.local.LocalWorkers;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * The workers that one pool of one driver has on this node, from its first word to the end of the
 * last of them. What the driver says is taken in by one thread.
 */
final class HostedSession {
  final Address driver;
  final long id;
  final Link link;
  private final Channel channel;
  private final int workersHere;
  private final Runnable gone;
  private final DriverClasses classes;
  private final DriverValues values;
  private final Map<Integer, FunctionCode> functions = new HashMap<>();
  private final Map<Integer, HostedWorker> workers = new ConcurrentHashMap<>();
  private volatile @Nullable LocalWorkers factory;

  /** Why no worker can be started here, as its driver asks for what this machine lacks. */
  private @Nullable RuntimeException refusal;

  private volatile boolean ending;

  /**
   * Of a driver that has begun to speak.
   *
   * @param workersHere how many this node lends
   * @param known classes that this driver's sessions have had from it
   * @param gone told when nothing of it is left
   */
  HostedSession(
      Channel channel,
      Address driver,
      long id,
      int workersHere,
      Map<DriverClasses.Name, byte[]> known,
      Runnable gone) {
    this.channel = channel;
    this.driver = driver;
    this.id = id;
    this.workersHere = workersHere;
    this.gone = gone;
    this.link = new Link(channel, driver, id, false);
    this.classes = new DriverClasses(link, known);
    this.values = new DriverValues(link);
  }

  void start() {
    Thread thread = new Thread(this::takeAll, "cluster-session");
    thread.setDaemon(true);
    thread.start();
  }

  private void takeAll() {
    try {
      for (MessageReader m = link.next(); m != null; m = link.next()) {
        take(m);
      }
    } catch (Throwable broken) {
      if (!ending) {
        Log.warning("a session is ended, as it cannot go on: driver=" + driver, broken);
        link.end(broken);
        String why = "the node could not go on: " + broken;
        channel.sendSoon(driver, Link.message(Envelope.OVER).putLong(id).putString(why));
      }
    }
    end();
  }

  /** Ends its workers, and tells nobody. */
  void end() {
    ending = true;
    workers.values().forEach(HostedWorker::end);
    link.end(null);
    classes.end();
    values.end();
    if (workers.isEmpty()) {
      gone.run();
    }
  }

  /** Ends its workers; the driver hears of each, as far as time allows. */
  void leave(long nanos) {
    long until = System.nanoTime() + nanos;
    workers.values().forEach(HostedWorker::end);
    while (!workers.isEmpty() && System.nanoTime() < until) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    link.awaitSent(until - System.nanoTime());
  }

  private void take(MessageReader message) throws IOException {
    ToNode kind = kind(message);
    switch (kind) {
      case OPEN -> open(message);
      case FUNCTION -> functions.put(message.getInt(), code(message.getBytes()));
      case CLASS -> classes.answered(message);
      case CLOSE -> end();
      case START -> start(message.getInt(), message.getInt());
      case VALUE -> values.answered(message);
      case RELEASE -> values.release(message.getLong(), message.getInt());
      default -> {
        HostedWorker worker = workers.get(message.getInt());
        if (worker != null) { // else it has ended, which the driver will hear
          take(kind, worker, message);
        }
      }
    }
  }

  private static ToNode kind(MessageReader message) throws IOException {
    int ordinal = message.getByte();
    if (ordinal >= ToNode.values().length) {
      throw new IOException("damaged message: kind=" + ordinal);
    }
    return ToNode.values()[ordinal];
  }

  private void take(ToNode kind, HostedWorker worker, MessageReader message) throws IOException {
    switch (kind) {
      case RUN -> {
        int chunk = message.getInt();
        boolean mayBegin = message.getByte() == 1;
        int calls = message.getInt();
        long limit = message.getLong();
        FunctionCode function = functions.get(message.getInt());
        if (function == null) {
          throw new IOException("damaged message: a function that was never told");
        }
        worker.run(
            new Relayed(worker.number(), chunk, calls, limit, function, message, link), mayBegin);
      }
      case GO -> worker.go(message.getInt());
      case DROP -> worker.drop(message.getInt());
      case TAKE_BACK -> worker.takeBack(message.getInt());
      case STOP -> worker.stop(message.getInt(), message.getInt());
      case LEAVE -> worker.leave();
      case END -> worker.end();
      default -> throw new IOException("unexpected: " + kind);
    }
  }

  private void open(MessageReader settings) throws IOException {
    try {
      factory =
          new LocalWorkers(SessionSettings.get(settings, workersHere, this::code), values.source());
    } catch (IllegalArgumentException lacking) {
      refusal = lacking;
    }
  }

  private void start(int number, int index) throws IOException {
    if (refusal != null) {
      MessageWriter refused = Link.message(ToDriver.ENDED).putInt(number);
      Deaths.put(new WorkerDeath(WorkerId.NOBODY, -1, "", refusal), refused);
      link.send(refused.putInt(0));
      return;
    }
    LocalWorkers made = factory;
    if (made == null || ending) {
      throw new IOException("a worker is wanted before the session is open, or after its end");
    }
    HostedWorker worker = new HostedWorker(number, index, made, link, () -> ended(number));
    workers.put(number, worker);
    worker.start();
  }

  private void ended(int number) {
    workers.remove(number);
    if (ending && workers.isEmpty()) {
      gone.run();
    }
  }

  /** The same function for workers of this machine: its classes come from the driver. */
  private FunctionCode code(byte[] function) throws IOException {
    return FunctionCode.relayed(function, classes.loader(FunctionCode.loader(function)));
  }
}
