package processpool.example1.exercises;

import processpool.ProcessPool;
import processpool.SerializableConsumer;

/** Exercise 3, wrong: a thread is not a process. */
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
      int argument = i;
      new Thread(
              () -> {
                try {
                  task.accept(argument);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              })
          .start();
    }
  }
}
