package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is said to whoever hands in what cannot travel: in words of the source, always. */
final class Refusals {
  private Refusals() {}

  /** The message of the exception that a submission throws. */
  static String of(ThrowingCallable submission) {
    Throwable thrown = catchThrowable(submission);
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertNoMadeUpName(thrown.getMessage());
    return thrown.getMessage();
  }

  /** No name that the compiler or the JVM has made up. */
  static void assertNoMadeUpName(String message) {
    assertThat(message).doesNotContain("$$Lambda", "/0x", "arg$", "this$", "val$", ", in field .");
  }
}
