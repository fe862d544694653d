package processpool.learn;

import java.io.PrintStream;

/** Shows how far the learner is, once, and what comes next. For scripts, and for Maven's test. */
final class Once {
  private final Pages pages;
  private final PrintStream out;
  private final boolean mavensTest;

  /**
   * For one look.
   *
   * @param mavensTest whether Maven's test was the command, which is then the next module's, too
   */
  Once(Pages pages, PrintStream out, boolean mavensTest) {
    this.pages = pages;
    this.out = out;
    this.mavensTest = mavensTest;
  }

  private String command(String command, Progress progress) {
    return Commands.of(command, progress.module(), pages.language());
  }

  /** The list, the current exercise with what its test says, and in the end how it stands. */
  void show(Progress progress) {
    int current = progress.nextToDo(-1);
    out.print(pages.bar(progress));
    out.print(pages.list(progress, current));
    if (current < 0) {
      out.println("\n" + allDone(progress));
      return;
    }
    Exercise exercise = progress.exercises().get(current);
    Verdict verdict = progress.verdict(exercise);
    out.print(pages.title(progress, current));
    out.print(pages.task(exercise) + "\n");
    out.print(pages.verdict(verdict));
    out.print(pages.file(exercise, verdict));
    out.println("\n" + pages.texts().say("hint.command", command("hint", progress)));
    out.println(pages.texts().say("watch.command", command("watch", progress)));
    int all = progress.exercises().size();
    out.println("\n" + pages.texts().say("once.left", progress.done(), all, exercise.id()));
  }

  private String allDone(Progress progress) {
    Language language = pages.language();
    String next = progress.nextModule();
    if (next.isEmpty()) {
      return pages.texts().say("all.done.command", Commands.of("labs", language));
    }
    String command =
        mavensTest ? Commands.test(next, language) : Commands.of("once", next, language);
    return pages.texts().say("all.done.module", progress.module(), command);
  }

  /** A hint for the current exercise. */
  void hint(Progress progress, int level) {
    int current = progress.nextToDo(-1);
    if (current < 0) {
      out.println(allDone(progress));
      return;
    }
    Exercise exercise = progress.exercises().get(current);
    out.print(pages.title(progress, current));
    out.print(pages.hint(exercise, level));
    if (level < Exercise.HINTS) {
      String more = command("hint" + (level + 1), progress);
      out.println(pages.texts().say("hint.command.more", more));
    } else {
      out.print(pages.lastHint(exercise));
    }
    out.print(pages.file(exercise, progress.verdict(exercise)));
  }

  void list(Progress progress) {
    out.print(pages.bar(progress));
    out.print(pages.list(progress, progress.nextToDo(-1)));
  }

  static void judgeAll(Progress progress, Judge judge) throws InterruptedException {
    progress.refresh(judge, i -> {});
  }
}
