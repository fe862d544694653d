package processpool.lesson;

import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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

  /** Milliseconds would do on a machine that is quick and idle. */
  private static final Duration LEAST = Duration.ofSeconds(5);

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
    return new AssertionError(plain(english) + "\n" + plain(chinese));
  }

  /** On one line, and with names that are in the source. */
  private static String plain(String text) {
    return Names.readable(text).strip().replaceAll("\\R\\s*", " / ");
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
        english + " (wanted: " + shown(wanted) + ", yours: " + shown(actual) + ")",
        chinese + "（应为：" + shown(wanted) + "，你的结果：" + shown(actual) + "）");
  }

  /**
   * A value as it stands in a sentence: a text in quotes, so that one sees where it begins and
   * ends, also those of a list.
   *
   * @param value anything
   * @return how it is shown
   */
  public static String shown(@Nullable Object value) {
    if (value instanceof CharSequence) {
      return "\"" + value + "\"";
    }
    if (value instanceof Collection<?> several) {
      return several.stream().map(Lesson::shown).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(value);
  }

  /**
   * How long something may take that waits for nothing, on this machine as it is now: ten times as
   * long as its workers just took to start and answer, but some seconds in any case, and less than
   * tasks of a test wait for one another.
   *
   * @param start makes the workers of a pool answer for the first time
   * @return a limit that a right answer keeps on slow machines too
   * @throws Exception when the workers do not answer
   */
  public static Duration pace(Callable<?> start) throws Exception {
    long begin = System.nanoTime();
    start.call();
    return limitAt(Duration.ofNanos(System.nanoTime() - begin));
  }

  static Duration limitAt(Duration started) {
    Duration limit = started.multipliedBy(10);
    Duration most = PATIENCE.multipliedBy(3).dividedBy(4);
    if (limit.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return limit.compareTo(most) > 0 ? most : limit;
  }

  /**
   * Runs the learner's code. What it throws, that it returns nothing, and that it does not come
   * back, becomes a failed expectation that says so.
   *
   * @param <T> what it returns
   * @param code the learner's code
   * @return what it returned
   * @throws InterruptedException when this thread is interrupted
   */
  public static <T> T yours(Callable<T> code) throws InterruptedException {
    long seconds = PATIENCE.toSeconds();
    return yoursWithin(
        PATIENCE,
        code,
        "your code had not come back after " + seconds + " s: what it waits for does not happen.",
        "你的代码 " + seconds + " 秒后还没有返回：它在等的事情不会发生。");
  }

  /**
   * Runs the learner's code, as above.
   *
   * @param code the learner's code
   * @throws InterruptedException when this thread is interrupted
   */
  public static void yours(Action code) throws InterruptedException {
    yours(returning(code));
  }

  /**
   * Runs the learner's code, which must be back in time.
   *
   * @param code the learner's code
   * @param limit how long it may take; far more than a right answer needs
   * @param english why it should have been back
   * @param chinese the same
   * @throws InterruptedException when this thread is interrupted
   */
  public static void yoursWithin(Duration limit, Action code, String english, String chinese)
      throws InterruptedException {
    yoursWithin(limit, returning(code), english, chinese);
  }

  private static Callable<Boolean> returning(Action code) {
    return () -> {
      code.run();
      return true;
    };
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
  public static <T> T yoursWithin(Duration limit, Callable<T> code, String english, String chinese)
      throws InterruptedException {
    FutureTask<@Nullable T> task = new FutureTask<>(code);
    Thread thread = new Thread(task, "your-code");
    thread.setDaemon(true);
    thread.start();
    T returned;
    try {
      returned = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Standstill at = Standstill.of(thread);
      thread.interrupt();
      throw failure(english + at.english(), chinese + at.chinese());
    } catch (ExecutionException e) {
      throw named(e.getCause() == null ? e : e.getCause(), "your code threw this", "你的代码抛出了未捕获的异常");
    }
    if (returned == null) {
      throw failure(
          "your code returned null; its Javadoc says after @return what is wanted instead.",
          "你的代码返回了 null；应该返回什么，见它的 Javadoc 里的 @return。");
    }
    return returned;
  }

  /**
   * Asks a pool, or a result, that the learner's code has made or been given; what it throws
   * becomes a failed expectation that says so.
   *
   * @param <T> what it returns
   * @param question what to ask
   * @return the answer
   * @throws InterruptedException when this thread is interrupted
   */
  public static <T> T asked(Callable<T> question) throws InterruptedException {
    try {
      return question.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw named(
          e,
          "your code came back, but the pool could not serve the test's next task",
          "你的代码返回了，但进程池无法执行测试随后的任务");
    }
  }

  private static RuntimeException named(Throwable thrown, String english, String chinese) {
    if (thrown instanceof AssertionError failed) {
      throw failed;
    }
    if (thrown instanceof UnsupportedOperationException stub
        && String.valueOf(stub.getMessage()).endsWith(NOT_DONE_YET)) {
      return stub;
    }
    // An exception that was made from another of its class names it twice.
    String what = thrown.toString().replaceFirst("^(\\S+: )\\1", "$1");
    Meaning meaning = Meaning.of(what);
    AssertionError error =
        failure(
            english + ": " + ended(what, ".") + meaning.english(),
            chinese + "：" + ended(what, "。") + meaning.chinese());
    error.initCause(thrown);
    throw error;
  }

  /** A sentence of somebody else's, with its full stop. */
  static String ended(String sentence, String stop) {
    return sentence.matches("(?s).*[.!?。！？]") ? sentence : sentence + stop;
  }
}
