package processpool.example1.exercises;

/**
 * Exercise 1, solved. Rounded up, because a last wave that is not full is a wave too. Whole numbers
 * suffice: adding workers - 1 makes every rest count.
 *
 * <p>练习 1 的参考答案。向上取整，因为最后一批不满也算一批。用整数就够了：先加上 workers - 1，有余数就会多出一批。
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
    return (tasks + workers - 1) / workers;
  }
}
