package processpool.example2.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/** Exercise 7, wrong: terminate drops what is not done. */
public final class Ex07CloseThenJoin {
  private Ex07CloseThenJoin() {}

  /**
   * Submits, and waits for the end.
   *
   * @param pool serves these tasks and is not used again afterwards
   * @param task to be called with 0, 1, … count - 1
   * @param count how many
   * @throws Exception if you need it
   */
  static void serveAndWait(ProcessPool pool, SerializableConsumer<Integer> task, int count)
      throws Exception {
    for (int i = 0; i < count; i++) {
      pool.runAsync(task, i);
    }
    pool.terminate();
    pool.join();
  }
}
