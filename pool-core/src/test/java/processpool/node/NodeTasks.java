package processpool.node;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Tasks whose classes no node has. */
final class NodeTasks {
  static String opened = "nothing";
  private static int calls;

  private NodeTasks() {}

  record Order(int amount) implements Serializable {}

  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Order order;

    Refused(Order order) {
      super("refused: " + order);
      this.order = order;
    }
  }

  static void open(String what) {
    opened = what;
  }

  static void cannotOpen() {
    throw new Refused(new Order(0));
  }

  static String opened() {
    return opened;
  }

  static Order twice(Order order) {
    return new Order(2 * order.amount());
  }

  static int refuse(int amount) {
    throw new Refused(new Order(amount));
  }

  static long pid() {
    return ProcessHandle.current().pid();
  }

  static int callsOfThisWorker() {
    return ++calls;
  }

  /** Says that it has begun by making a file, and sleeps. */
  static long sleep(String file, long millis) throws Exception {
    Path half = Files.writeString(Path.of(file + ".half"), Long.toString(pid()));
    Files.move(half, Path.of(file));
    TimeUnit.MILLISECONDS.sleep(millis);
    return pid();
  }

  /** Dies at the first attempt, if the file is not there; returns the argument. */
  static int dieOnce(String file) throws Exception {
    Path died = Path.of(file);
    if (!Files.exists(died)) {
      Files.createFile(died);
      Runtime.getRuntime().halt(7);
    }
    return 1;
  }

  static int dieAt(int deadly, int x) {
    if (x == deadly) {
      Runtime.getRuntime().halt(3);
    }
    return x;
  }

  static int say(int x) {
    System.out.println("said " + x);
    System.err.println("complained " + x);
    return x;
  }
}
