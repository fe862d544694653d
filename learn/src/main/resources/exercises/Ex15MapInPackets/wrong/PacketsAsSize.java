package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 15, wrong: takes the number of packets for their size. */
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
    return pool.map(task, arguments, packets);
  }
}
