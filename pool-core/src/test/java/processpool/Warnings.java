package processpool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the pool warns of, until it is closed; without a library System.Logger is the JDK's. */
final class Warnings extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("processpool");
  private final List<String> texts = new CopyOnWriteArrayList<>();

  Warnings() {
    setLevel(Level.WARNING);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<String> texts() {
    return texts;
  }

  @Override
  public void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      texts.add(entry.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
