package processpool.wire;

import java.util.function.BooleanSupplier;

/**
 * Waits a moment, awake, for what may be about to happen: going to sleep and being woken costs
 * fifty microseconds and more, an answer over shared memory one. It spins only as long as that has
 * paid lately, gives its processor to whoever else can run, and costs nothing once nothing happens.
 * For one thread at a time.
 */
public final class Spin {
  private static final boolean ALONE = Runtime.getRuntime().availableProcessors() == 1;
  private static final int EAGER = ALONE ? 0 : 50;
  private static final long SHORTEST = 2_000;

  private final long longest;
  private long budget;

  /**
   * Begins with trust.
   *
   * @param longest how long to wait at most, in nanoseconds
   */
  public Spin(long longest) {
    this.longest = longest;
    this.budget = longest;
  }

  /**
   * Waits.
   *
   * @param happened what for; asked often
   * @return whether it happened
   */
  @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here: nothing depends on it
  public boolean until(BooleanSupplier happened) {
    for (int i = 0; i < EAGER; i++) {
      if (happened.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    }
    long begun = System.nanoTime();
    do {
      if (happened.getAsBoolean()) {
        return true;
      }
      Thread.yield(); // where others can run, they do, and it takes its time off the budget
    } while (System.nanoTime() - begun < budget);
    budget = Math.max(SHORTEST, budget / 2);
    return false;
  }

  /**
   * Learns from the sleep that followed a wait in vain.
   *
   * @param nanos how long it was
   */
  public void slept(long nanos) {
    if (nanos < 2 * longest) { // a little more patience would have saved it
      budget = longest;
    }
  }
}
