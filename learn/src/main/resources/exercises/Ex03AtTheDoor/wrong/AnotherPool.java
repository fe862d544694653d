package processpool.example1.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/** Exercise 3, wrong: opens a pool of its own although it was given one. */
public final class Ex03AtTheDoor {
  private Ex03AtTheDoor() {}

  /**
   * Submits and does not wait.
   *
   * @param pool serves the tasks
   * @param task to be called with 0, 1, … count - 1
   * @param count how many
   * @throws Exception if you need it
   */
  static void serveAll(ProcessPool pool, SerializableConsumer<Integer> task, int count)
      throws Exception {
    ProcessPool mine = new ProcessPool(2);
    for (int i = 0; i < count; i++) {
      mine.runAsync(task, i);
    }
  }
}
