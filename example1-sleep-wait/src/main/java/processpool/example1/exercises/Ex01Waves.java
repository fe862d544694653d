package processpool.example1.exercises;

/**
 * Exercise 1: predict the waves.
 *
 * <p>Nine tasks of the same length meet a pool of three workers: three are served at once, the
 * others wait at the door, and after three waves all are served. Run example 1 and watch its lines
 * come in threes.
 *
 * <p>Write how many waves it takes for any number of tasks and workers. The test asks a real pool
 * whether you are right.
 *
 * <p>练习 1：预测波数。
 *
 * <p>九个同样长的任务遇上三个工作进程的进程池：同时处理三个，其余在门口等候，三波之后全部处理完毕。 运行示例 1，看它的输出三行三行地出现。
 *
 * <p>请写出任意数量的任务和工作进程需要几波。测试会用真实的进程池来验证你的答案。
 */
public final class Ex01Waves {
  private Ex01Waves() {}

  /**
   * Predicts.
   *
   * @param tasks how many tasks, 0 or more
   * @param workers how many workers, 1 or more
   * @return how many waves it takes to serve all tasks
   */
  static int waves(int tasks, int workers) {
    throw new UnsupportedOperationException("exercise Ex01Waves: not done yet");
  }
}
