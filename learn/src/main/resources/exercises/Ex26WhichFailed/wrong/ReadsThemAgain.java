package processpool.example3.exercises;

import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 26, wrong: looks for the line by reading all of them once more. */
public final class Ex26WhichFailed {
  private Ex26WhichFailed() {}

  /**
   * Finds the first bad line. 找出第一个有问题的行。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param read reads one line, or throws / 读一行，读不懂就抛出异常
   * @param lines one for each call / 每次调用一行
   * @return its number, from 1, and text, such as "6: pad ??"; "" if there is none / 行号（从 1
   *     数起）和文本，例如 "6: pad ??"；没有时返回 ""
   * @throws Exception if you need it / 需要时可以抛出
   */
  static String firstBadLine(
      ProcessPool pool, SerializableFunction<String, Integer> read, List<String> lines)
      throws Exception {
    try {
      pool.map(read, lines);
      return "";
    } catch (ExecutionException e) {
      for (int i = 0; i < lines.size(); i++) {
        try {
          pool.apply(read, lines.get(i));
        } catch (ExecutionException bad) {
          return (i + 1) + ": " + lines.get(i);
        }
      }
      throw e;
    }
  }
}
