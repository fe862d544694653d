package processpool.schedule;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.wire.FunctionCode;
import processpool.wire.InputFilter;
import processpool.wire.MessageWriter;

/**
 * What all workers of one pool have in common, wherever they are.
 *
 * @param processes how many workers there are to be, all together
 * @param maxTasksPerChild after so many chunks a worker is replaced; 0 for never
 * @param maxMemoryPerChild one with more bytes resident at a chunk's end is replaced; 0 for never
 * @param jvm how their JVMs are started
 * @param initializer runs in each before its first task; null for none
 * @param workerExit runs in each before it leaves; null for none
 * @param filter what is asked about what this process reads from them; null for nothing
 * @param events is told of each worker's life; if anybody looks on, of each call that begins
 */
public record WorkerSettings(
    int processes,
    int maxTasksPerChild,
    long maxMemoryPerChild,
    Jvm jvm,
    @Nullable Prepared initializer,
    @Nullable Prepared workerExit,
    @Nullable InputFilter filter,
    Events events) {

  /**
   * How a worker's JVM is started.
   *
   * @param options for it, after the pool's own
   * @param environment variables, beside those that this process has
   * @param directory where it works; null for where this process does
   * @param home the JDK it is of; null for this process's own
   */
  public record Jvm(
      List<String> options,
      Map<String, String> environment,
      @Nullable Path directory,
      @Nullable Path home) {}

  /**
   * A function that each worker runs once.
   *
   * @param code which
   * @param arguments what it captured and its arguments, encoded
   */
  public record Prepared(FunctionCode code, MessageWriter arguments) {
    /**
     * Puts it so that a worker can read it.
     *
     * @param to where
     * @return the same
     */
    public MessageWriter putTo(MessageWriter to) {
      code.putTo(to);
      return to.putAll(arguments);
    }
  }
}
