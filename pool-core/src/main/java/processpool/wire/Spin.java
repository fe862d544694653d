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
  private static final long SHORTEST = 2_000;

  /**
   * Before it begins to yield, in nanoseconds. A yield takes longer than a whole answer from a peer
   * that is awake; were both sides yielding, each would always find the other away.
   */
  private static final long MOST_EAGER = ALONE ? 0 : 10_000;

  private static final long LEAST_EAGER = ALONE ? 0 : 250;

  /**
   * A yield that takes so long has let somebody else run, the peer perhaps: while compilers are at
   * work, both are often on one processor. Then each waits in vain until it yields.
   */
  private static final long CROWDED = 3_000;

  private static final int BETWEEN_LOOKS_AT_THE_CLOCK = 16;

  private final long longest;
  private long budget;
  private long eager = MOST_EAGER;

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
    long begun = System.nanoTime();
    long now = begun;
    while (now - begun < eager) {
      for (int i = 0; i < BETWEEN_LOOKS_AT_THE_CLOCK; i++) {
        if (happened.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
      now = System.nanoTime();
    }
    do {
      if (happened.getAsBoolean()) {
        return true;
      }
      long before = now;
      Thread.yield();
      now = System.nanoTime();
      eager = now - before > CROWDED ? LEAST_EAGER : Math.min(MOST_EAGER, eager + LEAST_EAGER);
    } while (now - begun < budget);
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
