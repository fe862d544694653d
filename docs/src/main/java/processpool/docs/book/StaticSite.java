package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import processpool.docs.check.Scenario;
import processpool.watch.live.Json;

/** The book as files, which any web server can serve: each program plays back a recorded run. */
public final class StaticSite {
  private final Library library;
  private final Pages pages;
  private final Path folder;

  /**
   * A site to be written.
   *
   * @param root the repository
   * @param folder where to write it
   * @throws IOException when the pages cannot be read
   */
  public StaticSite(Path root, Path folder) throws IOException {
    library = new Library(root);
    pages = new Pages(library, false);
    this.folder = folder;
  }

  /**
   * Writes all but the runs.
   *
   * @throws IOException when a file cannot be read or written
   */
  public void writePages() throws IOException {
    for (String path : pages.paths()) {
      write(path, pages.find(path).orElseThrow());
    }
  }

  private void write(String path, Content content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content.bytes());
  }

  /**
   * Runs each program of the pages, one after the other, and records what it prints and when.
   *
   * @throws IOException when one cannot be started or fails, or a file cannot be written
   * @throws InterruptedException when interrupted
   */
  public void recordRuns() throws IOException, InterruptedException {
    Map<String, Program> programs = new LinkedHashMap<>();
    for (String name : Library.ORDER) {
      for (Program program : Program.of(library.root, library.page(name, Words.ENGLISH))) {
        programs.putIfAbsent(program.id(), program);
      }
    }
    for (Program program : programs.values()) {
      record(program);
    }
  }

  /** Each event with the milliseconds at which it came; the worker that is to be killed is. */
  void record(Program program) throws IOException, InterruptedException {
    System.out.println("recording " + program.id());
    Json json = new Json().open('[');
    long start = System.nanoTime();
    Run run = new Run(program.scenario(), library.root, "");
    try {
      for (boolean over = false; !over; ) {
        String event = run.next();
        if (event != null && !event.contains("\"over\"")) {
          json.open('[').value((System.nanoTime() - start) / 1_000_000).value(event).close(']');
          over = event.startsWith("{\"exit\"");
        }
        if (event != null && event.contains(Scenario.KILL)) {
          run.killOne();
        }
      }
    } finally {
      run.end();
    }
    write("assets/runs/" + program.id() + ".json", Content.text("", json.close(']').toString()));
  }
}
