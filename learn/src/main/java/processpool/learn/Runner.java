package processpool.learn;

import java.io.IOException;
import java.io.PrintWriter;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;
import org.jline.utils.NonBlockingReader;
import processpool.learn.labs.Lab;

/** The runner in a terminal: shows the session, and takes keys. */
final class Runner {
  private static final long POLL_MILLIS = 150;
  private static final int END_OF_INPUT = NonBlockingReader.EOF;

  private final Terminal terminal;
  private final PrintWriter out;
  private final Session session;
  private final Style style;
  private final boolean dumb;
  private Pages pages;

  /** What the last key asked for, below the exercise; empty for nothing. */
  private String note = "";

  private boolean showTask = true;
  private boolean resetAsked;
  private boolean choosingLab;

  Runner(Terminal terminal, Session session, Language language) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.session = session;
    this.dumb =
        terminal.getType().startsWith(Terminal.TYPE_DUMB)
            || terminal.getStringCapability(InfoCmp.Capability.clear_screen) == null;
    this.style = new Style(!dumb && System.getenv("NO_COLOR") == null);
    this.pages = new Pages(language, style);
  }

  /** Until the learner quits, or there is no more input. */
  void run(Judge judge) throws IOException, InterruptedException {
    Attributes before = terminal.enterRawMode();
    try {
      Progress progress = session.progress();
      int all = progress.exercises().size();
      progress.refresh(judge, i -> say("\r" + pages.texts().say("checking", i + 1, all)));
      session.begin();
      draw();
      loop();
      say("\n" + pages.texts().say("bye") + "\n");
    } finally {
      terminal.setAttributes(before);
    }
  }

  private void loop() throws IOException, InterruptedException {
    NonBlockingReader keys = terminal.reader();
    while (true) {
      int key = keys.read(POLL_MILLIS);
      if (key == END_OF_INPUT || key == 'q' || key == 'Q' || key == 3 || key == 4) {
        return;
      }
      if (key > ' ') {
        press(Character.toLowerCase((char) key));
        draw();
      }
      if (session.tick()) {
        note = "";
        draw();
      }
    }
  }

  private void press(char key) throws IOException, InterruptedException {
    Texts texts = pages.texts();
    note = "";
    boolean sure = resetAsked;
    resetAsked = false;
    if (choosingLab) {
      choosingLab = false;
      runLab(key - '0');
      return;
    }
    switch (key) {
      case 'h' -> note = hint();
      case 'n' -> {
        if (!session.next()) {
          note = texts.say(session.progress().allDone() ? "all.done" : "next.only") + "\n";
        }
        showTask = true;
      }
      case 'l' -> note = pages.list(session.progress(), session.current());
      case 'r' -> note = reset(sure);
      case 's' -> note = solution();
      case 't' -> showTask = !showTask;
      case 'g' -> pages = new Pages(pages.language().other(), style);
      case 'd' -> note = new Doctor(pages).report();
      case 'b' -> {
        choosingLab = true;
        note = Labs.list(pages.language()) + texts.say("keys.lab") + "\n";
      }
      default -> {}
    }
  }

  private String hint() {
    Exercise exercise = session.exercise();
    int level = session.nextHint();
    String more =
        level < Exercise.HINTS
            ? pages.texts().say("hint.more")
            : pages.texts().say("hint.last", exercise.testFile());
    return pages.hint(exercise, level) + more + "\n";
  }

  private String reset(boolean sure) throws IOException {
    if (session.isUntouched()) {
      return pages.texts().say("reset.nothing") + "\n";
    }
    if (!sure) {
      resetAsked = true;
      return pages.texts().say("reset.ask", session.attempt()) + "\n";
    }
    session.reset();
    return pages.texts().say("reset.done", session.attempt()) + "\n";
  }

  private String solution() {
    return session.verdict().passed()
        ? pages.texts().say("solution") + "\n\n" + session.exercise().solution()
        : pages.texts().say("solution.not.yet") + "\n";
  }

  private void runLab(int number) throws InterruptedException {
    if (number < 1 || number > Labs.ALL.size()) {
      return;
    }
    Lab lab = Labs.ALL.get(number - 1);
    clear();
    Labs.run(lab, number, pages.language(), style, this::say, this::waitedForKey);
    say(pages.texts().say("keys.back") + "\n");
    try {
      terminal.reader().read();
    } catch (IOException noMoreInput) {
      // The loop finds out.
    }
  }

  private boolean waitedForKey(long millis) {
    try {
      return terminal.reader().read(millis) > 0;
    } catch (IOException noMoreInput) {
      return true;
    }
  }

  private void draw() {
    clear();
    Progress progress = session.progress();
    StringBuilder page = new StringBuilder(pages.bar(progress));
    page.append(pages.title(progress, session.current()));
    if (showTask) {
      page.append(pages.task(session.exercise()));
    }
    page.append('\n');
    if (session.running()) {
      page.append(pages.texts().say("running")).append('\n');
    } else {
      Verdict verdict = session.verdict();
      page.append(pages.verdict(verdict));
      if (verdict.passed()) {
        String next = progress.allDone() ? "all.done" : "passed.next";
        page.append(pages.texts().say(next)).append('\n');
      }
    }
    page.append(pages.file(session.exercise()));
    if (!note.isEmpty()) {
      page.append('\n').append(note);
    }
    page.append('\n').append(style.faint(pages.texts().say("keys"))).append('\n');
    say(page.toString());
  }

  private void clear() {
    if (dumb) {
      say("\n" + "-".repeat(40) + "\n");
    } else {
      terminal.puts(InfoCmp.Capability.clear_screen);
    }
  }

  private void say(String text) {
    // A raw terminal does not return to the line's beginning by itself.
    out.print(dumb ? text : text.replace("\n", "\r\n"));
    out.flush();
  }
}
