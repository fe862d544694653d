package processpool.example1.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import processpool.ProcessPool;

/** Exercise 6, wrong: waits until the tasks are done. */
public final class Ex06MainEndsPool {
  private Ex06MainEndsPool() {}

  /**
   * A long task; it is complete. 一个很长的任务；已经写好。
   *
   * @param file the beginning of the names of two files, for its beginning and its end /
   *     两个文件名的开头，分别在任务开始和结束时创建
   */
  static void longTask(String file) throws Exception {
    String mark = "@" + ProcessHandle.current().pid() + "@0";
    Files.createFile(Path.of(file + "-begun" + mark));
    Thread.sleep(30_000);
    Files.createFile(Path.of(file + "-done" + mark));
  }

  /**
   * Tells how many tasks have begun; complete, too. 返回已开始的任务数；已经写好。
   *
   * @param folder where the files are / 文件所在的文件夹
   * @return how many / 任务数
   */
  static int begun(Path folder) {
    String[] files = folder.toFile().list((where, name) -> name.contains("-begun@"));
    return files == null ? 0 : files.length;
  }

  /**
   * Begins two long tasks and ends before they do. 开始两个很长的任务，并在它们完成之前结束。
   *
   * @param args the folder / 文件夹
   * @throws Exception when something fails / 出错时抛出
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    ProcessPool pool = new ProcessPool(2);
    var a = pool.runAsync(Ex06MainEndsPool::longTask, folder.resolve("a").toString());
    var b = pool.runAsync(Ex06MainEndsPool::longTask, folder.resolve("b").toString());
    a.get();
    b.get();
  }
}
