package processpool.example1.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/** Exercise 3, wrong: runs the tasks in main's own process. */
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
    for (int i = 0; i < count; i++) {
      task.accept(i);
    }
  }
}
