package processpool.node;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import processpool.events.Events;
import processpool.schedule.WorkerSettings;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A node: has workers run what its driver sends, and knows none of the driver's classes. */
public final class NodeMain {
  private final Link driver;
  private final RelayLoader.All loaders;
  private final Map<Integer, FunctionCode> functions = new HashMap<>();
  private NodeWorkers workers;

  private NodeMain(Link driver) {
    this.driver = driver;
    this.loaders = new RelayLoader.All(driver);
  }

  /** Ends with its driver, and its workers with it. */
  public static void main(String[] args) throws IOException {
    Link driver = new Link(System.in, new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    try {
      NodeMain node = new NodeMain(driver);
      for (MessageReader m = driver.next(); m != null; m = driver.next()) {
        node.take(m);
      }
    } catch (Throwable broken) {
      broken.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(2);
    }
  }

  private void take(MessageReader message) throws IOException {
    switch (ToNode.values()[message.getByte()]) {
      case OPEN -> open(message);
      case FUNCTION -> functions.put(message.getInt(), function(message));
      case RUN ->
          workers.run(
              new Relayed(
                  message.getInt(),
                  message.getInt(),
                  message.getLong(),
                  functions.get(message.getInt()),
                  message,
                  driver));
      case TAKE_BACK -> workers.takeBack(message.getInt());
      case STOP -> workers.stop(message.getInt(), message.getInt());
      case ABORT -> workers.abort(message.getInt());
      case CLASS -> loaders.answered(message);
      case LEAVE -> workers.leave();
      case END -> Runtime.getRuntime().halt(0);
    }
  }

  private FunctionCode function(MessageReader message) throws IOException {
    byte[] code = message.getBytes();
    return FunctionCode.relayed(code, loaders.of(FunctionCode.loader(code)));
  }

  private void open(MessageReader message) throws IOException {
    int processes = message.getInt();
    int maxTasksPerChild = message.getInt();
    List<String> options = new ArrayList<>();
    for (int left = message.getInt(); left > 0; left--) {
      options.add(message.getString());
    }
    FunctionCode initializer = message.getByte() == 1 ? function(message) : null;
    MessageWriter arguments = new MessageWriter().putRest(message);
    Events events = new Events("test", List.of());
    workers =
        new NodeWorkers(
            new WorkerSettings(
                processes, maxTasksPerChild, options, initializer, arguments, null, events),
            driver);
    workers.start();
  }
}
