package processpool.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import processpool.learn.labs.Lab;

/** The runner in a terminal: shows the session, and takes keys. */
final class Runner {
  private static final long POLL_MILLIS = 150;
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;

  private final Terminal terminal;
  private final Screen screen;
  private final Session session;
  private final Numbers numbers;
  private Pages pages;

  /** What the last key asked for, below the exercise; empty for nothing. */
  private String note = "";

  private boolean showTask = true;
  private boolean resetAsked;
  private boolean choosingLab;

  Runner(Terminal terminal, Session session, Language language) {
    this.terminal = terminal;
    this.screen = new Screen(terminal);
    this.session = session;
    this.numbers = new Numbers(session.lastNumber());
    this.pages = new Pages(language, screen.style());
  }

  /**
   * Until the learner quits, or there is no more input.
   *
   * @return false when there were no keys from the beginning, and nothing was shown
   */
  boolean run() throws IOException, InterruptedException {
    Attributes before = terminal.enterRawMode();
    try {
      if (!screen.hasKeys()) {
        return false;
      }
      int all = session.progress().exercises().size();
      session.begin(i -> looking(i + 1, all));
      draw();
      loop();
      screen.say("\n" + pages.texts().say("bye") + "\n");
      return true;
    } finally {
      terminal.setAttributes(before);
    }
  }

  private void looking(int number, int all) {
    if (screen.canRewrite() || number == 1) {
      screen.say("\r" + pages.texts().say("checking", number, all));
    }
  }

  private void loop() throws IOException, InterruptedException {
    while (true) {
      int key = screen.key(POLL_MILLIS);
      if (key == Screen.END || key == CTRL_C || key == CTRL_D) {
        return;
      }
      if (key != Screen.NOTHING) {
        String typed = Character.toString(narrow(key)).toLowerCase(Locale.ROOT);
        if (typed.equals("q")) {
          return;
        }
        if (press(typed.charAt(0))) {
          draw();
        }
      }
      if (session.tick()) {
        note = pages.elsewhere(session);
        draw();
      }
    }
  }

  /** A Chinese input method may be set to full-width letters. */
  private static int narrow(int key) {
    return key >= 0xFF01 && key <= 0xFF5E ? key - 0xFEE0 : key;
  }

  /** Does what a key says, and tells whether it says anything. */
  private boolean press(char key) throws IOException, InterruptedException {
    boolean enter = key == '\r' || key == '\n';
    if (enter && !numbers.waiting()) {
      return false;
    }
    note = "";
    boolean sure = resetAsked;
    resetAsked = false;
    if (choosingLab) {
      choosingLab = false;
      runLab(key - '0');
    } else if (enter || Character.isDigit(key)) {
      goToNumber(enter ? numbers.enter() : numbers.digit(key));
    } else {
      numbers.forget();
      command(key, sure);
    }
    return true;
  }

  private void command(char key, boolean sure) throws IOException, InterruptedException {
    switch (key) {
      case 'h' -> note = hint();
      case 'n' -> moved(session.next(), "next.only");
      case 'p' -> moved(session.previous(), "previous.none");
      case 'l' -> note = pages.list(session.progress(), session.current());
      case 'r' -> note = reset(sure);
      case 's' -> note = solution();
      case 't' -> showTask = !showTask;
      case 'g' -> pages = new Pages(pages.language().other(), screen.style());
      case 'd' -> note = new Doctor(pages, session.progress()).report();
      case 'b' -> {
        choosingLab = true;
        note = Labs.list(pages.language()) + pages.say("keys.lab");
      }
      default -> {}
    }
  }

  private void goToNumber(int number) {
    if (number == Numbers.MORE_TO_COME) {
      note = pages.say("number.more", numbers.typed());
    } else if (session.goToNumber(number)) {
      showTask = true;
    } else {
      note = pages.say("number.none", number, session.firstNumber(), session.lastNumber());
    }
  }

  private void moved(boolean moved, String otherwise) {
    if (moved) {
      showTask = true;
    } else {
      note = pages.say(otherwise);
    }
  }

  private String hint() {
    Exercise exercise = session.exercise();
    int level = session.nextHint();
    String more = level < Exercise.HINTS ? pages.say("hint.more") : pages.lastHint(exercise);
    return pages.hint(exercise, level) + more;
  }

  private String reset(boolean sure) throws IOException, InterruptedException {
    if (session.isUntouched()) {
      return pages.say("reset.nothing");
    }
    if (!sure && session.hasVersion()) {
      resetAsked = true;
      return pages.say("reset.ask", session.attempt());
    }
    Path kept = session.reset();
    return kept == null ? pages.say("reset.restored") : pages.say("reset.done", kept);
  }

  private String solution() {
    return session.verdict().passed()
        ? pages.say("solution") + "\n" + Lines.code(session.exercise().solution()) + "\n"
        : pages.say("solution.not.yet");
  }

  private void runLab(int number) throws IOException, InterruptedException {
    if (number < 1 || number > Labs.ALL.size()) {
      return;
    }
    Lab lab = Labs.ALL.get(number - 1);
    screen.clear();
    screen.forgetTyped();
    Labs.run(lab, number, pages.language(), screen.style(), screen::say, this::waitedForKey);
    screen.forgetTyped();
    screen.say(pages.texts().say("keys.back") + "\n");
    while (screen.key(POLL_MILLIS) == Screen.NOTHING) {
      // Whatever is saved meanwhile is looked at afterwards.
    }
  }

  private boolean waitedForKey(long millis) {
    try {
      return screen.key(millis) != Screen.NOTHING;
    } catch (IOException noMoreInput) {
      return true;
    }
  }

  private void draw() {
    screen.clear();
    screen.say(pages.current(session, showTask));
    if (!note.isEmpty()) {
      screen.say("\n" + note);
    }
    if (choosingLab) {
      return; // no key means now what it says there
    }
    String keys = Keys.line(pages.texts(), session, showTask, screen.keysNeedEnter());
    screen.say("\n" + screen.style().faint(keys) + "\n");
  }
}
