package processpool.example1.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/**
 * Exercise 3: let tasks wait at the door.
 *
 * <p>Submit the task with the arguments 0, 1, 2, … to the pool and come back at once. The pool has
 * fewer workers than there are tasks; nobody has to wait for that except the tasks themselves, at
 * the pool's door. Example 1 shows the call.
 *
 * <p>练习 3：让任务在门口等待。
 *
 * <p>请把任务连同参数 0、1、2……提交给进程池，然后立刻返回。工作进程比任务少，但要等的只是任务：它们在进程池门口等待。示例 1 里有这个调用。
 */
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
    throw new UnsupportedOperationException("exercise Ex03AtTheDoor: not done yet");
  }
}
