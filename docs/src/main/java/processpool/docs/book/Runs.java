package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import processpool.docs.check.Scenario;

/** The programs that run at the moment: one a page, and not many in all. */
final class Runs implements AutoCloseable {
  static final int MOST = 3;

  private final Path root;

  // Guarded by this:
  private final Map<String, Run> ofPages = new HashMap<>();
  private boolean closed;

  Runs(Path root) {
    this.root = root;
  }

  /**
   * Starts a program in place of the one that the page has.
   *
   * @return empty when so many run that this one would be too many
   */
  synchronized Optional<Run> start(String page, Scenario scenario, String framedBy)
      throws IOException {
    Run before = ofPages.remove(page);
    if (before != null) {
      before.end();
    }
    if (closed || ofPages.size() >= MOST) {
      return Optional.empty();
    }
    Run run = new Run(scenario, root, framedBy);
    ofPages.put(page, run);
    return Optional.of(run);
  }

  synchronized Optional<Run> of(String page) {
    return Optional.ofNullable(ofPages.get(page));
  }

  /** Ends a run, which may have ended by itself. */
  void end(String page, Run run) {
    synchronized (this) {
      ofPages.remove(page, run);
    }
    run.end();
  }

  @Override
  public synchronized void close() {
    closed = true;
    ofPages.values().forEach(Run::end);
    ofPages.clear();
  }
}
