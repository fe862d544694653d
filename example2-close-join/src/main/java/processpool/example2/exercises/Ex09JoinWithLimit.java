package processpool.example2.exercises;

import java.time.Duration;
import processpool.ProcessPool;

/**
 * Exercise 9: join with a time limit, then terminate.
 *
 * <p>Give a pool a fixed time to finish what it has. When the time runs out, stop it at once, so
 * that no worker is left in either case. Tell whether it finished in time.
 *
 * <p>练习 9：限时 join，超时就 terminate。
 *
 * <p>给进程池一段时间，让它完成手上的任务。超时就立刻停掉它；无论是否超时，都不能留下工作进程。返回任务是否都按时完成。
 */
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
    throw new UnsupportedOperationException("exercise Ex09JoinWithLimit: not done yet");
  }
}
