package processpool.learn.labs;

import java.util.Set;

/** Something to break. */
public interface Lab {
  /**
   * What is broken.
   *
   * @return a few words
   */
  Sentence title();

  /**
   * What is done, and what will be seen.
   *
   * @return some sentences
   */
  Sentence announced();

  /**
   * Breaks it, and checks that what was announced is seen.
   *
   * @param stage where the learner watches
   * @return the processes that were involved, none of which may be left over
   * @throws AssertionError when something else is seen
   * @throws Exception when something else goes wrong
   */
  Set<Long> run(Stage stage) throws Exception;

  /** Where the learner watches, and may take part. */
  interface Stage {
    /**
     * Shows a sentence.
     *
     * @param sentence what happens
     */
    void say(Sentence sentence);

    /**
     * Shows something, such as a message of the pool.
     *
     * @param text what was seen
     */
    void show(String text);

    /**
     * Gives the learner a while.
     *
     * @param millis how long at most
     * @return whether the learner leaves it to the lab
     */
    boolean leftToMe(long millis);
  }
}
