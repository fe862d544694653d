package processpool.lesson;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Expectations that teach. Every sentence comes in English and Chinese, English first, each on
 * lines of its own; the runner shows the learner's language, an IDE shows both.
 */
public final class Lesson {
  /** What the message of every stub ends with. */
  public static final String NOT_DONE_YET = "not done yet";

  /** How long a right answer may take on a machine that is busy with other things. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private Lesson() {}

  /** A learner's code that returns nothing. */
  @FunctionalInterface
  public interface Action {
    /**
     * Runs it.
     *
     * @throws Exception whatever it throws
     */
    void run() throws Exception;
  }

  /**
   * A failed expectation, to be thrown.
   *
   * @param english what is wrong and what to look at
   * @param chinese the same
   * @return the error
   */
  public static AssertionError failure(String english, String chinese) {
    return new AssertionError(oneLine(english) + "\n" + oneLine(chinese));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\R\\s*", " / ");
  }

  /**
   * Expects a fact.
   *
   * @param fact what must hold
   * @param english what is wrong when it does not
   * @param chinese the same
   */
  public static void check(boolean fact, String english, String chinese) {
    if (!fact) {
      throw failure(english, chinese);
    }
  }

  /**
   * Expects a value.
   *
   * @param actual what the learner's code made
   * @param wanted what it should be
   * @param english what the value is, and how it comes about
   * @param chinese the same
   */
  public static void same(
      @Nullable Object actual, @Nullable Object wanted, String english, String chinese) {
    check(
        Objects.equals(actual, wanted),
        english + " (wanted: " + wanted + ", yours: " + actual + ")",
        chinese + "\uFF08应为\uFF1A" + wanted + "\uFF0C你的结果\uFF1A" + actual + "\uFF09");
  }

  /**
   * Runs the learner's code; what it throws becomes a failed expectation that says so.
   *
   * @param <T> what it returns
   * @param code the learner's code
   * @return what it returned
   */
  public static <T extends @Nullable Object> T yours(Callable<T> code) {
    try {
      return code.call();
    } catch (Exception e) {
      throw named(e);
    }
  }

  /**
   * Runs the learner's code; what it throws becomes a failed expectation that says so.
   *
   * @param code the learner's code
   */
  public static void yours(Action code) {
    Callable<@Nullable Void> call =
        () -> {
          code.run();
          return null;
        };
    yours(call);
  }

  /**
   * Runs the learner's code, which must be back in time.
   *
   * @param <T> what it returns
   * @param limit how long it may take; far more than a right answer needs
   * @param code the learner's code
   * @param english why it should have been back
   * @param chinese the same
   * @return what it returned
   * @throws InterruptedException when this thread is interrupted
   */
  public static <T extends @Nullable Object> T yoursWithin(
      Duration limit, Callable<T> code, String english, String chinese)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(code);
    Thread thread = new Thread(task, "your-code");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw failure(english, chinese);
    } catch (ExecutionException e) {
      throw named(e.getCause() == null ? e : e.getCause());
    }
  }

  private static RuntimeException named(Throwable thrown) {
    if (thrown instanceof AssertionError failed) {
      throw failed;
    }
    if (thrown instanceof UnsupportedOperationException stub
        && String.valueOf(stub.getMessage()).endsWith(NOT_DONE_YET)) {
      return stub;
    }
    AssertionError error =
        failure(
            "your code threw this, and nobody caught it: " + thrown, "你的代码抛出了异常，没有人接住：" + thrown);
    error.initCause(thrown);
    throw error;
  }
}
