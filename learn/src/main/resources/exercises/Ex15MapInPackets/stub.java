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
 * <p>{@code map} 可以一次交给工作进程好几个参数：一块参数总在同一个工作进程里执行。 块大则消息少，块小则分配更均匀。请用给定的块数对参数执行 map，
 * 除最后一块可以小一些外，各块大小相同。
 */
public final class Ex15MapInPackets {
  private Ex15MapInPackets() {}

  /**
   * Maps.
   *
   * @param pool serves the tasks
   * @param task what to call
   * @param arguments one for each call
   * @param packets into how many chunks to put them
   * @return the results, in the order of the arguments
   * @throws Exception if you need it
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
