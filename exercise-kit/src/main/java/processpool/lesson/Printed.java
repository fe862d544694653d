package processpool.lesson;

import java.util.List;

/**
 * The exception that ended a program, found among what it printed: what happened, and the line of
 * the learner's own code, without the rest of the trace.
 *
 * @param thrown the exception's class and message; empty when none ended it
 * @param line such as {@code Ex05KeepMainAlive.java:47}; empty when unknown
 */
record Printed(String thrown, String line) {
  private static final String HEADLINE = "Exception in thread \"main\" ";

  static Printed of(List<String> printed, String mainClass) {
    int from = 0;
    while (from < printed.size() && !printed.get(from).startsWith(HEADLINE)) {
      from++;
    }
    if (from == printed.size()) {
      return new Printed("", "");
    }
    StringBuilder thrown = new StringBuilder(printed.get(from).substring(HEADLINE.length()));
    for (String line : printed.subList(from + 1, printed.size())) {
      String frame = line.strip();
      if (frame.startsWith("at ") && frame.contains(mainClass + ".")) {
        return new Printed(thrown.toString(), frame.replaceAll(".*\\((.*)\\)", "$1"));
      }
      if (line.startsWith("Caused by: ")) {
        break; // the headline says it already
      }
      if (!line.startsWith("\t")) {
        thrown.append(' ').append(frame); // a message of several lines
      }
    }
    return new Printed(thrown.toString(), "");
  }
}
