package processpool.example3.exercises;

import java.util.List;
import java.util.function.Consumer;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 23, wrong: a view changes nothing of the pool that it was made from. */
public final class Ex23Progress {
  private Ex23Progress() {}

  /**
   * Counts, and says how far it is. 统计词数，并显示进度。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param words counts the words of one line / 数一行有几个词
   * @param lines one for each call / 每次调用一行
   * @param show is to be told "2 of 3" and the like / 把 "2 of 3" 这样的进度交给它
   * @return the counts, in the order of the lines / 按行的顺序排列的词数
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<Integer> count(
      ProcessPool pool,
      SerializableFunction<String, Integer> words,
      List<String> lines,
      Consumer<String> show)
      throws Exception {
    ProcessPool unused = pool.withProgress((done, total) -> show.accept(done + " of " + total));
    return pool.map(words, lines);
  }
}
