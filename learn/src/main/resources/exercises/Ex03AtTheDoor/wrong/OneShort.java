package processpool.example1.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/** Exercise 3, wrong: the loop ends one too early. */
public final class Ex03AtTheDoor {
  private Ex03AtTheDoor() {}

  /**
   * Submits and does not wait. 提交任务，不等待。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param task to be called with 0, 1, … count - 1 / 任务，参数依次为 0、1……count - 1
   * @param count how many / 任务数
   * @throws Exception if you need it / 需要时可以抛出
   */
  static void serveAll(ProcessPool pool, SerializableConsumer<Integer> task, int count)
      throws Exception {
    for (int i = 0; i < count - 1; i++) {
      pool.runAsync(task, i);
    }
  }
}
