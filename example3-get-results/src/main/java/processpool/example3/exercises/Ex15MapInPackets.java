package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 15: map and the size of chunks.
 *
 * <p>{@code map} can hand a worker several arguments at a time: a chunk, which stays together in
 * one worker. Large chunks cost fewer messages, small ones share the work more evenly. Map the task
 * over the arguments in so many packets, all of the same size but the last, which may be smaller.
 *
 * <p>练习 15：map 与分块大小。
 *
 * <p>{@code map} 可以一次交给工作进程好几个参数，叫做一块；同一块总在同一个工作进程里执行。 块大，消息就少；块小，分配就更均匀。 请用 map
 * 对所有参数执行任务，把参数分成给定的块数：各块大小相同，只有最后一块可以小一些。
 */
public final class Ex15MapInPackets {
  private Ex15MapInPackets() {}

  /**
   * Maps. 执行 map。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param task what to call / 要调用的任务
   * @param arguments one for each call / 每次调用一个参数
   * @param packets into how many chunks to put them / 分成几块
   * @return the results, in the order of the arguments / 按参数顺序排列的结果
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<Long> mapInPackets(
      ProcessPool pool,
      SerializableFunction<Integer, Long> task,
      List<Integer> arguments,
      int packets)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex15MapInPackets: not done yet");
  }
}
