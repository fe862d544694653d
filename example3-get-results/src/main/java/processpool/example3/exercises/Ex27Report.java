package processpool.example3.exercises;

import java.time.Duration;
import java.util.List;
import processpool.SerializableFunction;

/**
 * Exercise 27: all of it together.
 *
 * <p>The report of a night: count the words of each file, with whatever happens at night. Open a
 * pool of two workers of your own. A file that takes longer than the limit is given up; one whose
 * worker dies is tried once more; one failure spoils nothing else. Return one line for each file,
 * in their order: {@code a.txt: 12}, or {@code a.txt: too slow} when it was over the limit, or
 * {@code a.txt: failed} when it failed in any other way. When you return, all files are done and no
 * worker is left. Exercises 7, 12, 14, 16, 22 and 26 have all that you need.
 *
 * <p>练习 27：综合练习。
 *
 * <p>做一份夜间报告：数每个文件有多少个词，夜里什么事都可能发生。 请自己创建有两个工作进程的进程池。 超过时限的文件就放弃；工作进程意外退出的，再试一次；一个文件失败，不影响其他文件。
 * 按文件的顺序，每个文件返回一行：{@code a.txt: 12}；超过时限的是 {@code a.txt: too slow}；其他原因失败的是 {@code a.txt: failed}。
 * 返回的时候，所有文件都已处理完，没有工作进程留下来。 要用的方法都在练习 7、12、14、16、22 和 26 里。
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
    throw new UnsupportedOperationException("exercise Ex27Report: not done yet");
  }
}
