package processpool.learn;

import java.util.List;
import processpool.learn.Verdict.Kind;

/** What the learner reads: lists, exercises, verdicts; in one language, as plain lines. */
final class Pages {
  private static final int NAME_WIDTH = 24;

  private final Texts texts;
  private final Style style;
  private final Language language;

  Pages(Language language, Style style) {
    this.language = language;
    this.style = style;
    this.texts = new Texts(language);
  }

  Texts texts() {
    return texts;
  }

  Language language() {
    return language;
  }

  Style style() {
    return style;
  }

  String bar(Progress progress) {
    int done = progress.done();
    int all = progress.exercises().size();
    return texts.say("bar", style.bar(done, all), done, all) + "\n";
  }

  /** All exercises by module: done, current, to do. */
  String list(Progress progress, int current) {
    StringBuilder page = new StringBuilder();
    List<Exercise> exercises = progress.exercises();
    String module = "";
    for (int i = 0; i < exercises.size(); i++) {
      Exercise exercise = exercises.get(i);
      if (!exercise.module().equals(module)) {
        module = exercise.module();
        page.append('\n').append(style.strong(module)).append('\n');
      }
      boolean done = progress.verdict(exercise).passed();
      String mark = i == current ? "->" : "  ";
      String box = done ? style.good("[x]") : "[ ]";
      String name = exercise.id() + " ".repeat(NAME_WIDTH - exercise.id().length());
      page.append(mark).append(' ').append(box).append(' ').append(name);
      page.append(exercise.title(language)).append('\n');
    }
    return page.toString();
  }

  String title(Progress progress, int current) {
    Exercise exercise = progress.exercises().get(current);
    int all = progress.exercises().size();
    return "\n"
        + style.strong(texts.say("now", current + 1, all, exercise.title(language), exercise.id()))
        + "\n";
  }

  String task(Exercise exercise) {
    return "\n" + texts.say("task") + "\n" + indent(exercise.task(language)) + "\n";
  }

  String file(Exercise exercise) {
    return texts.say("file", exercise.sourceFile()) + "\n";
  }

  /** What became of the learner's answer. */
  String verdict(Verdict verdict) {
    return switch (verdict.kind()) {
      case PASSED -> style.good(texts.say("passed")) + "\n";
      case NOT_DONE -> texts.say("not.done") + "\n";
      case FAILED -> wrong("failed", verdict) + printed(verdict);
      case BROKEN -> broken(verdict);
      case ENDLESS -> wrong("endless", verdict) + printed(verdict);
      case DIED -> wrong("died", verdict) + printed(verdict);
    };
  }

  private String broken(Verdict verdict) {
    String text = wrong("broken", verdict);
    String line = MissingImport.of(verdict.message());
    if (!line.isEmpty()) {
      return text + indent(texts.say("broken.import", line)) + "\n";
    }
    boolean symbol = verdict.message().startsWith("cannot find symbol");
    return symbol ? text + indent(texts.say("broken.symbol")) + "\n" : text;
  }

  private String wrong(String key, Verdict verdict) {
    StringBuilder text = new StringBuilder(style.bad(texts.say(key))).append('\n');
    String[] lines = language.pick(verdict.message()).split("\\R", -1);
    for (String line : lines) {
      text.append(indent(TaskText.wrap(line))).append('\n');
    }
    if (!verdict.line().isEmpty()) {
      text.append(texts.say("line", verdict.line())).append('\n');
    }
    return text.toString();
  }

  private String printed(Verdict verdict) {
    boolean helps = verdict.kind() != Kind.PASSED && !verdict.output().isBlank();
    return helps ? style.faint(texts.say("printed") + "\n" + indent(verdict.output())) + "\n" : "";
  }

  String hint(Exercise exercise, int level) {
    return texts.say("hint", level, Exercise.HINTS, exercise.hint(level, language)) + "\n";
  }

  static String indent(String text) {
    return text.lines()
        .map(line -> line.isBlank() ? "" : "  " + line)
        .reduce((a, b) -> a + "\n" + b)
        .orElse("");
  }
}
