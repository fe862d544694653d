package processpool.docs;

import processpool.ProcessPool;

/** What join says when nobody has closed the pool. */
public class JoinTooEarly {
  public static void main(String[] args) throws InterruptedException {
    ProcessPool pool = new ProcessPool(3);
    // region join
    try {
      pool.join();
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    // endregion
    // region late
    pool.close();
    try {
      pool.runAsync(() -> System.out.println("never printed"));
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
    pool.join();
    // endregion
  }
}
