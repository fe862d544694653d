package processpool.wire;

import java.util.regex.Pattern;

/** Names of classes for people: what the JVM calls a lambda's class is nobody's name for it. */
public final class ReadableNames {
  /** Such as {@code Shop$$Lambda$14/0x0000000800c03000} or, from JDK 21, without the number. */
  private static final Pattern LAMBDA =
      Pattern.compile(
          "((?:[\\p{L}_$][\\p{L}\\p{N}_$]*\\.)*[\\p{L}_$][\\p{L}\\p{N}_$]*?)"
              + "\\$\\$Lambda(?:\\$\\d+)?(?:[/.](?:0x)?[0-9a-fA-F]+)?(?:@[0-9a-f]+)?");

  /** Any other class without a name that could be looked up. */
  private static final Pattern HIDDEN =
      Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$.]*)/0x[0-9a-f]+");

  private ReadableNames() {}

  /**
   * A class's name.
   *
   * @param type any class
   * @return as in the source; of a lambda's, in whose class it is written
   */
  public static String of(Class<?> type) {
    return in(type.getName());
  }

  /**
   * A text with names of classes in it.
   *
   * @param text any
   * @return the same with names for people
   */
  public static String in(String text) {
    if (!text.contains("$$Lambda") && !text.contains("/0x")) {
      return text;
    }
    String named = LAMBDA.matcher(text).replaceAll("a lambda in $1");
    return HIDDEN.matcher(named).replaceAll("$1");
  }
}
