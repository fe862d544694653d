package processpool.example1.exercises;

/** Exercise 1, wrong: rounds up what the division has rounded down already. */
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
    return (int) Math.ceil(tasks / workers);
  }
}
