package processpool.lesson;

/**
 * Makes names readable that the compiler or the JVM made up: a learner looks for a word of the
 * source, and {@code Ex18Travel$$Lambda/0x00007f} is none.
 */
public final class Names {
  private static final String PACKAGE = "(?:[a-z]\\w*\\.)*";
  private static final String TYPE = "([A-Z]\\w*)";
  private static final String LAMBDA = PACKAGE + TYPE + "\\$\\$Lambda[\\w$/.+-]*(?:@[0-9a-f]+)?";
  private static final String ANONYMOUS = PACKAGE + TYPE + "\\$\\d+(?:@[0-9a-f]+)?(?!\\w)";
  private static final String LOCAL = PACKAGE + TYPE + "\\$\\d+([A-Z]\\w*)";

  private Names() {}

  /**
   * Replaces such names.
   *
   * @param text a message, or what code has printed
   * @return the same, with names that are in the source
   */
  public static String readable(String text) {
    return text.replaceAll(", in field " + LAMBDA + ",", ", which it uses,")
        .replaceAll(" of type " + LAMBDA, ", a lambda in $1,")
        .replaceAll(LAMBDA, "a lambda in $1")
        .replaceAll("lambda\\$(\\w+)\\$[\\w$]+", "a lambda in $1")
        .replaceAll(" of type " + ANONYMOUS, ", an anonymous class in $1,")
        .replaceAll(ANONYMOUS, "an anonymous class in $1")
        .replaceAll(LOCAL, "$1.$2")
        .replaceAll("\\.?\\bval\\$(\\w+)", "$1")
        .replaceAll("\\w*\\.?\\bthis\\$\\d+", "the enclosing object")
        .replaceAll(TYPE + "\\$" + TYPE, "$1.$2")
        .replaceAll(TYPE + "@[0-9a-f]{4,8}\\b", "$1");
  }
}
