package processpool.schedule;

/**
 * Which worker.
 *
 * @param node the machine's name; "" for this one
 * @param pid its process id there; -1 when there is no process
 */
public record WorkerId(String node, long pid) {
  /** No worker. */
  public static final WorkerId NOBODY = new WorkerId("", -1);
}
