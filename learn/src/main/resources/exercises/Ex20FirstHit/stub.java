package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 20: stop at the first hit.
 *
 * <p>A search over many files: each call looks through one of them, and returns the line that it
 * found, or an empty text. Return the first hit that comes, from whichever file, and then stop the
 * search: files that no worker has begun are to be left alone, and the pool goes on serving others.
 * File 0 of the test takes until you have returned. The iterator of the pool that does not care
 * about order can be closed.
 *
 * <p>练习 20：找到一个就停。
 *
 * <p>在许多文件里查找：每次调用查一个文件，返回找到的那一行，没有就返回空字符串。 请返回最先找到的一行，不管它来自哪个文件，然后停止查找：还没有开始的文件不要再查，进程池则继续为别的任务服务。
 * 测试里的文件 0 要等你返回之后才会查完。 进程池那个不管顺序的迭代器是可以关闭的。
 */
public final class Ex20FirstHit {
  private Ex20FirstHit() {}

  /**
   * Searches until something is found. 查找，直到找到为止。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param search looks through one file; returns the line found, or "" / 查一个文件，返回找到的那一行；没有就返回 ""
   * @param files one for each call / 每次调用查一个
   * @return the hit that came first, or "" when no file has any / 最先找到的那一行；都没有时返回 ""
   * @throws Exception if you need it / 需要时可以抛出
   */
  static String firstHit(
      ProcessPool pool, SerializableFunction<String, String> search, List<String> files)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex20FirstHit: not done yet");
  }
}
