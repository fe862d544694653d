package processpool.learn;

import java.nio.file.Path;
import java.util.List;

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

  /** A sentence of the runner, in lines that fit. */
  String say(String key, Object... values) {
    return Lines.wrap(texts.say(key, values)) + "\n";
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
    String now = texts.say("now", exercise.number(), exercise.title(language), exercise.id());
    return "\n" + style.strong(now) + "\n";
  }

  String task(Exercise exercise) {
    return "\n" + texts.say("task") + "\n" + indent(exercise.task(language)) + "\n";
  }

  /** Where the code is; to edit, while there is something to do. */
  String file(Exercise exercise, Verdict verdict) {
    return place(verdict.passed() ? "file.done" : "file", exercise.sourceFile());
  }

  /** Tells of a file: its name, and below it its folder, as few paths fit into one line. */
  private String place(String key, Path file) {
    return say(key, file.getFileName(), file.resolveSibling(""));
  }

  /** The current exercise of a session: how far all are, what to do, what became of it. */
  String current(Session session, boolean showTask) {
    Progress progress = session.progress();
    StringBuilder page = new StringBuilder(bar(progress));
    page.append(title(progress, session.current()));
    if (showTask) {
      page.append(task(session.exercise()));
    }
    page.append('\n');
    Verdict verdict = session.verdict();
    if (session.running() && session.judged() == session.current()) {
      page.append(texts.say("running")).append('\n');
    } else {
      page.append(verdict(verdict));
      if (progress.allDone()) {
        page.append(allDone(session));
      } else if (verdict.passed()) {
        page.append(texts.say("passed.next")).append('\n');
      }
    }
    return page.append(file(session.exercise(), verdict)).toString();
  }

  private String allDone(Session session) {
    Progress progress = session.progress();
    String next = progress.nextModule();
    return next.isEmpty()
        ? say("all.done")
        : texts.say("all.done.module", progress.module(), Commands.of("watch", next, language))
            + "\n";
  }

  /** What becomes of an exercise that was saved while another one is the current one. */
  String elsewhere(Session session) {
    int index = session.judged();
    if (index == Session.NONE || index == session.current()) {
      return "";
    }
    Exercise exercise = session.progress().exercises().get(index);
    String key =
        session.running()
            ? "elsewhere.running"
            : session.progress().verdict(exercise).passed() ? "elsewhere.done" : "elsewhere.not";
    return say(key, exercise.number(), exercise.id(), exercise.number());
  }

  /** What became of the learner's answer. */
  String verdict(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    switch (verdict.kind()) {
      case PASSED -> text.append(style.good(texts.say("passed"))).append('\n');
      case NOT_DONE -> text.append(texts.say("not.done")).append('\n');
      case FAILED -> text.append(wrong("failed", verdict));
      case BROKEN -> text.append(wrong("broken", verdict));
      case ENDLESS -> text.append(wrong("endless", verdict));
      case DIED -> text.append(wrong("died", verdict));
      case NOT_JUDGED -> text.append(wrong("not.judged", verdict));
    }
    for (Verdict.Advice advice : verdict.advice()) {
      text.append(indented(texts.say(advice.key(), advice.values().toArray())));
    }
    return text.append(printed(verdict)).toString();
  }

  private String wrong(String key, Verdict verdict) {
    StringBuilder text = new StringBuilder(style.bad(texts.say(key))).append('\n');
    text.append(indented(language.pick(verdict.message())));
    if (!verdict.line().isEmpty()) {
      text.append(say("line", verdict.line()));
    }
    return text.toString();
  }

  private static String indented(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(indent(Lines.wrap(line))).append('\n'));
    return lines.toString();
  }

  private String printed(Verdict verdict) {
    boolean helps = verdict.kind().isWrong() && !verdict.output().isBlank();
    return helps ? style.faint(texts.say("printed") + "\n" + indent(verdict.output())) + "\n" : "";
  }

  /** After the last hint: where to read more. */
  String lastHint(Exercise exercise) {
    return place("hint.last", exercise.testFile());
  }

  String hint(Exercise exercise, int level) {
    return say("hint", level, Exercise.HINTS, exercise.hint(level, language));
  }

  static String indent(String text) {
    return text.lines()
        .map(line -> line.isBlank() ? "" : "  " + line)
        .reduce((a, b) -> a + "\n" + b)
        .orElse("");
  }
}
