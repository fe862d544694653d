package processpool.learn;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The runner's program. Without a command it watches.
 *
 * <p>Maven prints a stack trace below whatever fails, so only {@code check}, which is for scripts,
 * fails while work is left.
 */
public final class Main {
  private static final int FAILED = 1;

  /** A sentence has said all; Maven is told to be content with this one. */
  private static final int USAGE = 2;

  private final PrintStream out = new PrintStream(System.out, true, charset());
  private String command = "watch";
  private String module = "";
  private boolean mavensTest;
  private Language language = Language.of("");

  private Main() {}

  /**
   * Runs.
   *
   * @param args a command, or {@code --once} as Maven's test; {@code --module} and a module; {@code
   *     --language} and en or zh
   */
  public static void main(String[] args) throws Exception {
    System.exit(new Main().run(args));
  }

  private int run(String[] args) throws Exception {
    for (int i = 0; i < args.length; i++) {
      boolean more = i + 1 < args.length;
      if (args[i].equals("--module") && more) {
        module = args[++i].replaceFirst("^all$", "");
      } else if (args[i].equals("--language") && more) {
        language = Language.of(args[++i]);
      } else {
        mavensTest = args[i].equals("--once");
        command = args[i].replaceFirst("^--", "").toLowerCase(Locale.ROOT);
      }
    }
    if (!module.isEmpty()) {
      String asked = module;
      module = Modules.named(asked);
      if (module.isEmpty()) {
        return usage("unknown.module", asked, String.join(", ", Modules.ALL));
      }
    }
    return command.equals("watch") ? watch() : once();
  }

  private int usage(String key, Object... values) {
    out.print(new Pages(language, new Style(false)).say(key, values));
    return command.equals("check") ? FAILED : USAGE;
  }

  private Progress progress() {
    List<Exercise> exercises =
        Catalog.load().stream()
            .filter(exercise -> module.isEmpty() || exercise.module().equals(module))
            .toList();
    return new Progress(Folders.project(), exercises);
  }

  private static Judge judge() {
    Duration limit = Duration.ofSeconds(Integer.getInteger("learn.limit", 30));
    return new Judge(Folders.project(), limit, true);
  }

  private int watch() throws Exception {
    Judge judge = judge();
    try (Terminal terminal = terminal();
        Session session = new Session(Folders.project(), progress(), judge)) {
      // Ctrl-C ends this JVM without unwinding; the processes it started must go with it.
      Thread ending = new Thread(judge::close);
      Runtime.getRuntime().addShutdownHook(ending);
      if (new Runner(terminal, session, language).run()) {
        return 0;
      }
    }
    // Nobody is at the keys, so there is nothing to wait for.
    command = "once";
    int code = once();
    out.print(new Pages(language, new Style(false)).say("no.keys"));
    return code;
  }

  private static Terminal terminal() throws IOException {
    TerminalBuilder builder = TerminalBuilder.builder().system(true).dumb(true);
    return onWindows() ? builder.build() : builder.encoding(Charset.forName("UTF-8")).build();
  }

  private int once() throws Exception {
    Pages pages = new Pages(language, new Style(false));
    if (command.equals("doctor")) {
      out.print(new Doctor(pages, progress()).report());
      return 0;
    }
    if (command.startsWith("lab")) {
      return lab(pages);
    }
    Progress progress = progress();
    if (command.equals("soak")) {
      int rounds = Integer.getInteger("learn.rounds", 50);
      return new Soak(Folders.project(), progress.exercises(), out).run(rounds) ? 0 : FAILED;
    }
    Once once = new Once(pages, out, mavensTest);
    try (Judge judge = judge()) {
      switch (command) {
        case "once", "check" -> {
          Once.judgeAll(progress, judge);
          once.show(progress);
        }
        case "list" -> {
          Once.judgeAll(progress, judge);
          once.list(progress);
        }
        case "hint", "hint1", "hint2" -> {
          Once.judgeAll(progress, judge);
          once.hint(progress, command.equals("hint2") ? 2 : 1);
        }
        default -> {
          return usage("unknown", command, Labs.ALL.size());
        }
      }
    }
    return progress.allDone() || !command.equals("check") ? 0 : FAILED;
  }

  private int lab(Pages pages) throws InterruptedException {
    if (command.equals("labs")) {
      out.print(Labs.list(language));
      out.println(pages.texts().say("lab.start", Commands.of("lab1", language)));
      return 0;
    }
    for (int i = 1; i <= Labs.ALL.size(); i++) {
      if (command.equals("lab" + i)) {
        boolean seen =
            Labs.run(Labs.ALL.get(i - 1), i, language, pages.style(), out::print, millis -> true);
        return seen ? 0 : FAILED;
      }
    }
    return usage("unknown", command, Labs.ALL.size());
  }

  static boolean onWindows() {
    return System.getProperty("os.name", "").startsWith("Windows");
  }

  /** What the terminal understands; JDK 17 tells only under an unofficial name. */
  static Charset charset() {
    String told =
        System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
    boolean trusted = onWindows() && !told.isEmpty();
    return Charset.forName(trusted ? told : "UTF-8");
  }
}
