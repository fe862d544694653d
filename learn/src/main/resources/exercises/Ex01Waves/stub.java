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
 * <p>练习 1：预测需要几批。
 *
 * <p>九个同样长的任务，三个工作进程：同时处理三个，其余在门口等待，分三批处理完。运行示例 1，可以看到输出每三行一批。
 *
 * <p>请算出任意数量的任务和工作进程需要几批。测试会用真实的进程池验证你的答案。
 */
public final class Ex01Waves {
  private Ex01Waves() {}

  /**
   * Predicts. 计算批数。
   *
   * @param tasks how many tasks, 0 or more / 任务数，不小于 0
   * @param workers how many workers, 1 or more / 工作进程数，不小于 1
   * @return how many waves it takes to serve all tasks / 处理完所有任务需要几批
   */
  static int waves(int tasks, int workers) {
    throw new UnsupportedOperationException("exercise Ex01Waves: not done yet");
  }
}
