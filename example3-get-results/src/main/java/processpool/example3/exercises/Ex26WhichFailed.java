package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 26: which call failed.
 *
 * <p>Read a long list of prices with {@code map}. If a line cannot be read, map throws, and the
 * message does not say which line it was. Return the number of the first bad line, counted from 1,
 * and its text, such as {@code 6: pad ??}; return an empty text when all lines can be read. Find it
 * without reading any line twice: what map throws knows which argument it was for, also when a
 * worker died.
 *
 * <p>练习 26：是哪一次调用失败了。
 *
 * <p>用 {@code map} 读一份很长的价格清单。有一行读不懂时，map 会抛出异常，但消息里没有说是哪一行。 请返回第一个有问题的行：行号从 1 数起，加上这一行的文本，例如
 * {@code 6: pad ??}；所有行都能读懂时，返回空字符串。 不要把任何一行读两遍：map 抛出的异常知道是哪个参数，工作进程意外退出时也一样。
 */
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
    throw new UnsupportedOperationException("exercise Ex26WhichFailed: not done yet");
  }
}
