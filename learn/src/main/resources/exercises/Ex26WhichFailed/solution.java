package processpool.example3.exercises;

import java.util.List;
import java.util.concurrent.ExecutionException;
import processpool.FailedCall;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 26, solved. What map throws implements FailedCall, and so do the exceptions of deaths
 * and time limits; index() counts from 0.
 *
 * <p>练习 26 的参考答案。map 抛出的异常实现了 FailedCall，意外退出和超时的异常也一样；index() 从 0 数起。
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
    try {
      pool.map(read, lines);
      return "";
    } catch (ExecutionException e) {
      if (e instanceof FailedCall failed && failed.index().isPresent()) {
        int index = (int) failed.index().getAsLong();
        return (index + 1) + ": " + lines.get(index);
      }
      throw e;
    }
  }
}
