package processpool.learn;

import java.util.List;
import java.util.stream.Stream;
import processpool.learn.labs.Sentence;

/**
 * What became of an answer.
 *
 * @param kind in one word
 * @param message what is wrong, as a test or the compiler says it; may be empty
 * @param line the line that it came from, such as {@code Ex01Waves.java:23}; may be empty
 * @param output what the code printed
 * @param advice what the runner adds: why, and what to do
 */
record Verdict(Kind kind, Sentence message, String line, String output, List<Advice> advice) {
  enum Kind {
    /** All expectations hold. */
    PASSED,
    /** The stub is still there. */
    NOT_DONE,
    /** An expectation does not hold. */
    FAILED,
    /** It does not compile. */
    BROKEN,
    /** It did not end in time and was stopped. */
    ENDLESS,
    /** The JVM that ran it ended, for example by System.exit. */
    DIED,
    /** Nobody knows: the file cannot be read, or the runner itself is in trouble. */
    NOT_JUDGED;

    boolean isWrong() {
      return this != PASSED && this != NOT_DONE;
    }
  }

  /**
   * A sentence of the runner, in no language yet.
   *
   * @param key of the sentence
   * @param values for its gaps
   */
  record Advice(String key, List<Object> values) {
    static Advice of(String key, Object... values) {
      return new Advice(key, List.of(values));
    }
  }

  static Verdict of(Kind kind, String message, String line, String output) {
    return new Verdict(kind, Language.both(message), line, output, List.of());
  }

  static Verdict of(Kind kind, String message) {
    return of(kind, message, "", "");
  }

  static Verdict advised(Kind kind, String output, Advice advice) {
    return new Verdict(kind, Language.both(""), "", output, List.of(advice));
  }

  /** The same, with something to add. */
  Verdict with(Advice more) {
    List<Advice> all = Stream.concat(advice.stream(), Stream.of(more)).toList();
    return new Verdict(kind, message, line, output, all);
  }

  boolean passed() {
    return kind == Kind.PASSED;
  }
}
