package processpool.example2.exercises;

import java.time.Duration;
import processpool.ProcessPool;

/** Exercise 9, wrong: join with a limit needs a closed pool, too. */
public final class Ex09JoinWithLimit {
  private Ex09JoinWithLimit() {}

  /**
   * Ends a pool, one way or the other. 结束进程池，无论用哪种方式。
   *
   * @param pool still open / 还没有关闭
   * @param limit how long its tasks may still take / 任务最多还能用多长时间
   * @return whether all were done in time / 是否都按时完成
   * @throws InterruptedException when this thread is interrupted / 当前线程被中断时抛出
   */
  static boolean finishWithin(ProcessPool pool, Duration limit) throws InterruptedException {
    boolean inTime = pool.join(limit);
    if (!inTime) {
      pool.terminate();
    }
    return inTime;
  }
}
