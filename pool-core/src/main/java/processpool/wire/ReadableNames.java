package processpool.wire;

import java.util.regex.Pattern;

/** Names of classes for people: what the JVM calls a lambda's class is nobody's name for it. */
public final class ReadableNames {
  /** Such as {@code shop.Till$$Lambda$14/0x0000000800c03000}; newer JDKs leave the number out. */
  private static final Pattern LAMBDA =
      Pattern.compile(
          "(?:[\\w\\p{L}]+\\.)*([\\w\\p{L}$]+?)\\$\\$Lambda(?:\\$\\d+)?(?:[/.](?:0x)?[0-9a-fA-F]+)?");

  /** The end of any other name that the JVM made up for a hidden class. */
  private static final Pattern HIDDEN = Pattern.compile("(?<=[\\w$])/0x[0-9a-f]+");

  private ReadableNames() {}

  /**
   * A class's name.
   *
   * @param type any class
   * @return as it is; of a lambda's, in whose class it is written
   */
  public static String of(Class<?> type) {
    return in(type.isArray() ? type.getTypeName() : type.getName());
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
    String named =
        LAMBDA.matcher(text).replaceAll(found -> "a lambda in " + found.group(1).replace('$', '.'));
    return HIDDEN.matcher(named).replaceAll("");
  }

  /**
   * Whether a class was made for a lambda or a method reference.
   *
   * @param type any class
   * @return whether
   */
  public static boolean isLambda(Class<?> type) {
    return type.isSynthetic() && type.getName().contains("$$Lambda");
  }
}
