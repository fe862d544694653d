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
 * <p>The test looks which tasks began, that none came to its end, and that no worker is left.
 *
 * <p>练习 6：main 结束，进程池也结束。
 *
 * <p>请证明进程池不会比它的程序活得更久。写一个 main：打开两个工作进程的进程池， 提交两次 {@link #longTask}，文件分别是 {@code folder/a} 和
 * {@code folder/b}，等两个任务都开始了，然后直接返回。
 *
 * <p>测试会检查哪些任务开始了、没有一个任务执行到底、没有留下任何工作进程。
 */
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
    throw new UnsupportedOperationException("exercise Ex06MainEndsPool: not done yet");
  }
}
