package processpool.example1.exercises;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Exercise 6: main ends, and so does the pool.
 *
 * <p>Show that a pool does not outlive its program. Write a main that opens a pool of two, submits
 * {@link #longTask} twice, with the files {@code folder/a} and {@code folder/b}, waits until both
 * tasks have begun, and then simply returns.
 *
 * <p>The test looks whether both tasks began, neither came to its end, and no worker is left.
 *
 * <p>练习 6：main 结束，进程池也结束。
 *
 * <p>进程池不会比它所在的程序活得更久，请写一个 main 来证明：创建有两个工作进程的进程池，提交两次 {@link #longTask}，文件分别是 {@code folder/a} 和
 * {@code folder/b}，等两个任务都开始之后直接返回。
 *
 * <p>测试会检查：两个任务都开始了，都没有执行到底，也没有留下工作进程。
 */
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
    throw new UnsupportedOperationException("exercise Ex06MainEndsPool: not done yet");
  }
}
