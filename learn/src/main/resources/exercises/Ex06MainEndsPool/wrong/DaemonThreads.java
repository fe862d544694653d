package processpool.example1.exercises;

import java.nio.file.Files;
import java.nio.file.Path;

/** Exercise 6, wrong: daemon threads end with main too, but are no processes. */
public final class Ex06MainEndsPool {
  private Ex06MainEndsPool() {}

  /**
   * A long task; it is complete.
   *
   * @param file the beginning of the names of two files, for its beginning and its end
   */
  static void longTask(String file) throws Exception {
    String mark = "@" + ProcessHandle.current().pid() + "@0";
    Files.createFile(Path.of(file + "-begun" + mark));
    Thread.sleep(30_000);
    Files.createFile(Path.of(file + "-done" + mark));
  }

  /**
   * Tells how many tasks have begun; complete, too.
   *
   * @param folder where the files are
   * @return how many
   */
  static int begun(Path folder) {
    String[] files = folder.toFile().list((where, name) -> name.contains("-begun@"));
    return files == null ? 0 : files.length;
  }

  /**
   * Begins two long tasks and ends before they do.
   *
   * @param args the folder
   * @throws Exception when something fails
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    for (String name : new String[] {"a", "b"}) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  longTask(folder.resolve(name).toString());
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    while (begun(folder) < 2) {
      Thread.sleep(20);
    }
  }
}
