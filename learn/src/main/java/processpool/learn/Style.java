package processpool.learn;

/**
 * Colours, where there are any.
 *
 * @param colours whether the terminal has them
 */
record Style(boolean colours) {
  private static final int BAR = 30;

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("31", text);
  }

  String strong(String text) {
    return paint("1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** A bar of plain characters, which every terminal has. */
  String bar(int done, int all) {
    int filled = all == 0 ? BAR : BAR * done / all;
    return "[" + good("#".repeat(filled)) + "-".repeat(BAR - filled) + "]";
  }
}
