package processpool.events;

/**
 * What is said when something of the pool's own goes wrong. That may be for want of memory, and a
 * literal that nobody has used before takes some: these have all been used once this is loaded.
 */
public enum Words {
  /** Of what a move entails, something failed. */
  MOVE("a move of the pool failed in part"),
  /** Of what is done later. */
  LATER("something the pool does later failed"),
  /** Of what helpers do. */
  BESIDE("something the pool does beside the work failed"),
  /** Of callbacks, the pool's own part. */
  CALLBACK("running a callback failed"),
  /** A runner threw as it was asked. */
  ASKING("asking a worker for something failed"),
  /** A runner threw as somebody wanted to help it. */
  HELPING("helping a worker failed"),
  /** A runner threw as it was asked for its worker. */
  WHO("asking a worker who it is failed"),
  /** A task's end may not have been told. */
  TELLING("telling how a task ended failed"),
  /** A dead worker's task. */
  SETTLING("settling a dead worker's task failed"),
  /** Of what a dead worker left in its link. */
  LEFT("what a worker left could not be taken in"),
  /** At the program's end. */
  ENDING("ending a worker at the program's end failed"),
  /** Of what tasks print. */
  PRINTING("some of what tasks printed is lost"),
  /** Of what listeners hear. */
  EVENTS("telling what happens in the pool failed");

  final String text;

  Words(String text) {
    this.text = text;
  }
}
