package processpool.example3.exercises;

import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 15, wrong: leaves the size to the pool. */
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
    return pool.map(task, arguments);
  }
}
