package processpool.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import processpool.Worker;

/** What workers do. No bean: workers know nothing of Spring, and take what they need along. */
// region task
final class Primes {
  private static final Logger LOG = LoggerFactory.getLogger(Primes.class);

  private Primes() {}

  /** Makes each worker load the classes for logging before a request waits for them. */
  static void ready() {
    LOG.info("ready");
  }

  static String below(int limit) {
    LOG.info("primes below {}", limit);
    int primes = 0;
    for (int n = 2; n < limit; n++) {
      boolean prime = true;
      for (int d = 2; d * d <= n && prime; d++) {
        prime = n % d != 0;
      }
      primes += prime ? 1 : 0;
    }
    return primes + " by worker " + Worker.index();
  }
}
// endregion
