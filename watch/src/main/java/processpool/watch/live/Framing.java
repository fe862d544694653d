package processpool.watch.live;

import java.util.regex.Pattern;

/**
 * Whose page may hold this one in a frame: nobody's, or else that of the one origin which whoever
 * started this program has named. A frame of anybody else's could lead clicks to its buttons.
 */
final class Framing {
  private static final String PROPERTY = "processpool.live.framedBy";
  private static final Pattern ON_THIS_MACHINE =
      Pattern.compile("http://(127\\.0\\.0\\.1|localhost):[0-9]{1,5}");

  private final String origin;

  Framing() {
    origin = System.getProperty(PROPERTY, "");
    if (!origin.isEmpty() && !ON_THIS_MACHINE.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "only a page of this machine may frame the live page; write its origin, such as"
              + " http://127.0.0.1:8080, or leave the property out: "
              + PROPERTY
              + "="
              + origin);
    }
  }

  boolean isForbidden() {
    return origin.isEmpty();
  }

  /** Its part of the page's policy. */
  String policy() {
    return "frame-ancestors " + (isForbidden() ? "'none'" : origin);
  }
}
