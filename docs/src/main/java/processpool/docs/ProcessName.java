package processpool.docs;

import ch.qos.logback.core.PropertyDefinerBase;
import processpool.Worker;

/** What logback.xml calls the process it is read in: {@code main}, {@code worker-0} and so on. */
public class ProcessName extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    return Worker.isWorker() ? "worker-" + Worker.index() : "main";
  }
}
