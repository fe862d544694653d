package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/**
 * Exercise 7, solved. close says that no more tasks will come, so the workers leave when all are
 * served; join waits for that.
 *
 * <p>练习 7 的参考答案。close 宣布不再有新任务，于是任务都处理完之后，工作进程就会退出；join 等到它们都退出。
 */
public final class Ex07CloseThenJoin {
  private Ex07CloseThenJoin() {}

  /**
   * Submits, and waits for the end. 提交任务，等到全部结束。
   *
   * @param pool serves these tasks and is not used again afterwards / 处理这些任务，之后不再使用
   * @param task to be called with 0, 1, … count - 1 / 任务，参数依次为 0、1……count - 1
   * @param count how many / 任务数
   * @throws Exception if you need it / 需要时可以抛出
   */
  static void serveAndWait(ProcessPool pool, SerializableConsumer<Integer> task, int count)
      throws Exception {
    for (int i = 0; i < count; i++) {
      pool.runAsync(task, i);
    }
    pool.close();
    pool.join();
  }
}
