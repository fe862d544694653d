package processpool.learn;

import java.util.ArrayList;
import java.util.List;

/** The line that tells of keys: of those that do something now, and what they do now. */
final class Keys {
  private static final String GAP = "  ";

  private Keys() {}

  /**
   * The line.
   *
   * @param taskShown whether the task is on the screen
   * @param needEnter whether each must be followed by Enter
   */
  static String line(Texts texts, Session session, boolean taskShown, boolean needEnter) {
    List<String> keys = new ArrayList<>();
    keys.add(texts.say("key.hint"));
    if (session.nextIndex() != Session.NONE) {
      keys.add(texts.say("key.next"));
    }
    if (session.hasPrevious()) {
      keys.add(texts.say("key.previous"));
    }
    int first = session.firstNumber();
    int last = session.lastNumber();
    if (first < last) {
      keys.add(texts.say("key.number", first, last));
    }
    keys.add(texts.say("key.list"));
    if (!session.isUntouched()) {
      keys.add(texts.say("key.reset"));
    }
    if (session.verdict().passed()) {
      keys.add(texts.say("key.solution"));
    }
    keys.add(texts.say(taskShown ? "key.task.hide" : "key.task.show"));
    for (String key : List.of("key.labs", "key.doctor", "key.language", "key.quit")) {
      keys.add(texts.say(key));
    }
    return (needEnter ? texts.say("keys.enter") + "\n" : "") + lines(keys);
  }

  /** Breaks between keys, never inside one. */
  private static String lines(List<String> keys) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String key : keys) {
      int width = Lines.width(key);
      if (column > 0) {
        boolean fits = column + GAP.length() + width <= Lines.WIDTH;
        lines.append(fits ? GAP : "\n");
        column = fits ? column + GAP.length() : 0;
      }
      lines.append(key);
      column += width;
    }
    return lines.toString();
  }
}
