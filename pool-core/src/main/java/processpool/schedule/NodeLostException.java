package processpool.schedule;

import java.io.IOException;

/** A worker's node has ended, is cut off, or has let it go: nothing is wrong with the worker. */
public final class NodeLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says so.
   *
   * @param message what became of the node, and which it was
   */
  public NodeLostException(String message) {
    super(message);
  }
}
