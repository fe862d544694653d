package processpool.example1.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import processpool.ProcessPool;

/** Exercise 5, wrong: guesses, and is right on most machines, but far too late. */
public final class Ex05KeepMainAlive {
  private Ex05KeepMainAlive() {}

  /**
   * Serves one order; this is the task, and it is complete. 处理一个订单；这就是任务，已经写好。
   *
   * @param order a file to create when it is done / 完成时创建的文件
   */
  static void serve(String order) throws Exception {
    Thread.sleep(Integer.getInteger("order.millis", 100));
    Files.createFile(Path.of(order + "@" + ProcessHandle.current().pid() + "@0"));
  }

  /**
   * Tells how many orders have been served; complete, too. 返回已处理的订单数；已经写好。
   *
   * @param folder where the files are / 文件所在的文件夹
   * @return how many there are / 订单数
   */
  static int served(Path folder) {
    String[] files = folder.toFile().list();
    return files == null ? 0 : files.length;
  }

  /**
   * Serves six orders. 处理六个订单。
   *
   * @param args the folder / 文件夹
   * @throws Exception when something fails / 出错时抛出
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ProcessPool pool = new ProcessPool(2);
    for (int i = 0; i < 6; i++) {
      pool.runAsync(Ex05KeepMainAlive::serve, folder.resolve("order-" + i).toString());
    }
    Thread.sleep(5000);
  }
}
