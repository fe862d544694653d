package processpool.example3.exercises;

import java.util.List;
import java.util.function.Consumer;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 23: say how far it is.
 *
 * <p>Count the words of each line in the pool's workers, and return the counts in the order of the
 * lines. Meanwhile say how far it is: hand {@code show} a text such as {@code 2 of 3} when two of
 * three lines are counted, whichever two those are, and {@code 3 of 3} before you return. Line 0 of
 * the test is counted only after you have said that the other two are. A view of the pool can tell
 * its progress to a listener.
 *
 * <p>练习 23：显示进度。
 *
 * <p>在进程池的工作进程里数每一行有几个词，按行的顺序返回。 同时显示进度：三行里有两行数完了（不管是哪两行），就把 {@code 2 of 3} 这样的文本交给 {@code
 * show}；返回之前要交出 {@code 3 of 3}。 测试里的第 0 行，要等你说出另外两行已经数完，才会数完。 进程池的视图可以把进度告诉一个监听器。
 */
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
    throw new UnsupportedOperationException("exercise Ex23Progress: not done yet");
  }
}
