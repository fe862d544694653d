package processpool.example2.exercises;

import java.time.Duration;
import processpool.ProcessPool;

/**
 * Exercise 9: join with a time limit, then terminate.
 *
 * <p>Give a pool a fixed time to finish what it has. When the time runs out, stop it at once, so
 * that no worker is left in either case. Tell whether it finished in time.
 *
 * <p>练习 9：限时 join，然后 terminate。
 *
 * <p>给进程池一段固定的时间完成手上的任务。时间用完就立刻停掉它， 总之两种情况下都不能留下工作进程。返回它是否按时完成。
 */
public final class Ex09JoinWithLimit {
  private Ex09JoinWithLimit() {}

  /**
   * Ends a pool, one way or the other.
   *
   * @param pool still open
   * @param limit how long its tasks may still take
   * @return whether all were done in time
   * @throws InterruptedException when this thread is interrupted
   */
  static boolean finishWithin(ProcessPool pool, Duration limit) throws InterruptedException {
    throw new UnsupportedOperationException("exercise Ex09JoinWithLimit: not done yet");
  }
}
