package processpool.example1.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import processpool.ProcessPool;

/** Exercise 5, wrong: lets main return, and the pool with it. */
public final class Ex05KeepMainAlive {
  private Ex05KeepMainAlive() {}

  /**
   * Serves one order; this is the task, and it is complete.
   *
   * @param order a file to create when it is done
   */
  static void serve(String order) throws Exception {
    Thread.sleep(Integer.getInteger("order.millis", 100));
    Files.createFile(Path.of(order + "@" + ProcessHandle.current().pid() + "@0"));
  }

  /**
   * Tells how many orders have been served; complete, too.
   *
   * @param folder where the files are
   * @return how many there are
   */
  static int served(Path folder) {
    String[] files = folder.toFile().list();
    return files == null ? 0 : files.length;
  }

  /**
   * Serves six orders.
   *
   * @param args the folder
   * @throws Exception when something fails
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ProcessPool pool = new ProcessPool(2);
    for (int i = 0; i < 6; i++) {
      pool.runAsync(Ex05KeepMainAlive::serve, folder.resolve("order-" + i).toString());
    }
    System.out.println(served(folder));
  }
}
