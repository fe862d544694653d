package processpool.example1.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import processpool.ProcessPool;

/**
 * Exercise 5: keep main alive just long enough.
 *
 * <p>The workers belong to main's process: when main returns, they end, with whatever they are
 * doing. This program submits six orders to two workers and, as it stands, would return before the
 * first is served.
 *
 * <p>Keep main alive until all six are served, and no longer. A sleep of five seconds, as in
 * example 1, is a guess: too long today, too short on a slow machine. Sleep in small steps, and
 * look after each whether the work is done. The test runs the program twice, with quick orders and
 * with slow ones.
 *
 * <p>练习 5：让 main 在该结束的时候结束。
 *
 * <p>工作进程属于 main 所在的进程：main 一返回，它们就随之结束，正在执行的任务也就中断了。 这个程序把六个订单提交给两个工作进程；照现在的写法，第一个订单还没处理完，main
 * 就返回了。
 *
 * <p>请让 main 等到六个订单都处理完，然后立刻结束。 像示例 1 那样睡五秒只是猜测：今天太长，换一台慢机器又太短。 请每次只睡很短的时间，醒来就看看订单是否都处理完了。
 * 测试会运行两次程序，一次订单处理得快，一次处理得慢。
 */
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
    throw new UnsupportedOperationException("exercise Ex05KeepMainAlive: not done yet");
  }
}
