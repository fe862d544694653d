package processpool.learn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test that a {@link TestHost} runs while nobody waits, so that the learner's runs sooner. */
final class WarmUp {
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothing() {}
}
