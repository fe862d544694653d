package processpool.learn;

/**
 * What became of an answer.
 *
 * @param kind in one word
 * @param message what is wrong, in both languages where it comes from a test
 * @param line the learner's own line that it came from, such as {@code Ex01Waves.java:23}; may be
 *     empty
 * @param output what the code printed
 */
record Verdict(Kind kind, String message, String line, String output) {
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
    DIED
  }

  static Verdict of(Kind kind, String message) {
    return new Verdict(kind, message, "", "");
  }

  boolean passed() {
    return kind == Kind.PASSED;
  }
}
