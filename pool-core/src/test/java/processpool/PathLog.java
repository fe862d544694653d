package processpool;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Which way tasks travel, as the pool says at level DEBUG: through shared memory or over pipes.
 * Without any library System.Logger is java.util.logging, and its DEBUG that one's FINE.
 */
final class PathLog extends Handler implements AutoCloseable {
  static final String SWITCH = "processpool.sharedMemory";
  static final String FOLDER = "processpool.sharedMemory.folder";

  private static final String MEMORY = "tasks travel through shared memory: worker=";
  private static final String PIPES = "tasks travel over pipes: ";

  private final Logger logger = Logger.getLogger("processpool");
  private final Level before = logger.getLevel();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  PathLog() {
    logger.setLevel(Level.FINE);
    logger.addHandler(this);
  }

  /** Whether this system is known to have it, and the tests are to use it. */
  static boolean sharedMemoryExpected() {
    return System.getProperty("os.name").equals("Linux")
        && !"false".equals(System.getProperty(SWITCH));
  }

  /** Workers whose tasks travel through shared memory. */
  List<Long> mapped() {
    return lines.stream()
        .filter(line -> line.startsWith(MEMORY))
        .map(line -> Long.valueOf(line.substring(MEMORY.length())))
        .toList();
  }

  /** Why tasks travel over pipes; one for each worker. */
  List<String> refusals() {
    return lines.stream()
        .filter(line -> line.startsWith(PIPES))
        .map(line -> line.substring(PIPES.length()))
        .toList();
  }

  /** Runs small tasks until all of a pool's workers are as fast as they will be. */
  void settle(ProcessPool pool) {
    await()
        .until(
            () -> {
              for (int i = 0; i < 10; i++) {
                pool.mapAsync(Tasks::square, List.of(1, 2, 3, 4, 5, 6), 1).get();
              }
              List<Long> pids = pool.workerPids();
              return mapped().containsAll(pids) || refusals().size() >= pids.size();
            });
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(entry.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
