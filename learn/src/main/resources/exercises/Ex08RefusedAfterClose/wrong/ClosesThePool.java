package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableRunnable;

/** Exercise 8, wrong: closes what is not its own. */
public final class Ex08RefusedAfterClose {
  private Ex08RefusedAfterClose() {}

  /**
   * Offers a task and does not wait for it. 提交一个任务，不等它完成。
   *
   * @param pool may be open or not / 可能已经关闭
   * @param task what to run / 要执行的任务
   * @return true when the pool took it, false when the pool is closed / 进程池接受了就返回 true，已关闭则返回 false
   */
  static boolean offer(ProcessPool pool, SerializableRunnable task) {
    try {
      pool.runAsync(task);
      pool.close();
      return true;
    } catch (IllegalStateException closed) {
      return false;
    }
  }
}
