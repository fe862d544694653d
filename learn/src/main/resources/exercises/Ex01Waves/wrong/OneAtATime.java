package processpool.example1.exercises;

/** Exercise 1, wrong: serves one task after the other. */
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
    return tasks;
  }
}
