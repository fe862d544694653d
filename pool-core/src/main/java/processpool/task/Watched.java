package processpool.task;

/** A submission that a progress listener hears of. What is not said otherwise is its teller's. */
abstract class Watched {
  /** Its first state has been told; and its last. */
  boolean begun;

  boolean ended;

  /** The listener was told that nothing follows. */
  boolean endCalled;

  private long toldDone = -1;
  private long toldTotal;

  /** Notes a state that is about to be told; false when it was the last to be told, too. */
  final boolean isNew(long done, long total) {
    boolean is = done != toldDone || total != toldTotal;
    toldDone = done;
    toldTotal = total;
    return is;
  }

  /** How many of its calls have ended; never fewer than before. */
  abstract long done();

  /** How many calls it is; -1 while unknown. */
  abstract long total();

  /** Whether nothing will change any more. */
  abstract boolean isOver();

  /** Its last state has been told. */
  abstract void endTold();
}
