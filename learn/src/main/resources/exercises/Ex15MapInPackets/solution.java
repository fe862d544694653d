package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 15, solved. map wants the size of a chunk, not the number of chunks: divide, and round
 * up so that nothing is left over.
 *
 * <p>练习 15 的参考答案。map 要的是每块的大小，不是块数：相除并向上取整，就不会有剩下的。
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
    int chunkSize = (arguments.size() + packets - 1) / packets;
    return pool.map(task, arguments, chunkSize);
  }
}
