package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.ResultIterator;
import processpool.SerializableFunction;

/** Exercise 20, wrong: the first result is not the first hit. */
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
    try (ResultIterator<String> hits = pool.imapUnordered(search, files)) {
      return hits.next();
    }
  }
}
