package processpool.example3.exercises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import processpool.ProcessPool;
import processpool.ResultIterator;
import processpool.SerializableFunction;
import processpool.TaskTimeoutException;

/**
 * Exercise 27, solved. Options of the pool say what becomes of slow files and dead workers; imap
 * keeps the order and goes on after a failure; close and join leave nobody behind.
 *
 * <p>练习 27 的参考答案。文件太慢、工作进程意外退出时怎么办，由进程池的选项决定；imap 保持顺序，失败之后继续；close 加 join，一个工作进程也不留下。
 */
public final class Ex27Report {
  private Ex27Report() {}

  /**
   * Makes the report. 做出报告。
   *
   * @param count counts the words of one file / 数一个文件有多少个词
   * @param files one for each call / 每次调用一个文件
   * @param limit how long one file may take / 一个文件最多用多久
   * @return a line for each file, in their order / 按文件的顺序，每个文件一行
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<String> report(
      SerializableFunction<String, Integer> count, List<String> files, Duration limit)
      throws Exception {
    ProcessPool.Builder two = ProcessPool.builder().processes(2);
    ProcessPool pool = two.taskTimeout(limit).retries(1).build();
    try (ResultIterator<Integer> counts = pool.imap(count, files)) {
      List<String> report = new ArrayList<>();
      for (String file : files) {
        try {
          report.add(file + ": " + counts.next());
        } catch (CompletionException e) {
          boolean slow = e.getCause() instanceof TaskTimeoutException;
          report.add(file + ": " + (slow ? "too slow" : "failed"));
        }
      }
      return report;
    } finally {
      pool.close();
      pool.join();
    }
  }
}
