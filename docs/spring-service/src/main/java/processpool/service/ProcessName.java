package processpool.service;

import ch.qos.logback.core.PropertyDefinerBase;
import processpool.Worker;

/** What logback-worker.xml calls the process. */
public class ProcessName extends PropertyDefinerBase {
  @Override
  public String getPropertyValue() {
    return Worker.isWorker() ? "worker-" + Worker.index() : "service";
  }
}
