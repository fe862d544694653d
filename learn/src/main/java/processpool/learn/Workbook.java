package processpool.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The exercises for another face than the terminal: what they ask, and how they are while a learner
 * works on their files. Looks at the files on a thread of its own. Safe for any number of threads.
 *
 * @since 0.2
 */
public final class Workbook implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;
  private static final String CHINESE_END = "(?<=[\\p{IsHan}，。：；？！、”）])\\s*\n\\s*";

  /**
   * What an exercise asks.
   *
   * @param id the name of its class
   * @param number its place in the order
   * @param module whose exercise it is
   * @param title in a few words
   * @param text what is to be done, in paragraphs
   * @param hints from a nudge to nearly all of it
   * @param file what to edit, in the project's folder
   */
  public record Task(
      String id,
      int number,
      String module,
      String title,
      List<String> text,
      List<String> hints,
      String file) {}

  /**
   * How an exercise is.
   *
   * @param id the name of its class
   * @param kind {@code passed}, {@code not_done}, {@code judging}, or what else became of it
   * @param text what the learner is told
   */
  public record State(String id, String kind, String text) {}

  private final Session session;
  private final Thread looking = new Thread(this::look, "workbook");

  // Guarded by this:
  private int judged = Session.NONE;
  private String trouble = "";

  private Workbook(Session session) {
    this.session = session;
    looking.setDaemon(true);
    looking.start();
  }

  /**
   * What all exercises ask, in their order.
   *
   * @param language {@code en} or {@code zh}
   * @return each
   */
  public static List<Task> tasks(String language) {
    Language in = Language.of(language);
    return Catalog.load().stream().map(exercise -> task(exercise, in)).toList();
  }

  private static Task task(Exercise exercise, Language in) {
    List<String> paragraphs =
        Stream.of(exercise.task(in).split("\n\n", -1))
            .map(text -> text.replaceAll(CHINESE_END, "").replace('\n', ' '))
            .filter(text -> !text.isBlank())
            .toList();
    return new Task(
        exercise.id(),
        exercise.number(),
        exercise.module(),
        exercise.title(in),
        paragraphs,
        IntStream.rangeClosed(1, Exercise.HINTS).mapToObj(i -> exercise.hint(i, in)).toList(),
        exercise.sourceFile().toString().replace('\\', '/'));
  }

  /**
   * Begins to look at the exercises' files, and to judge what is saved.
   *
   * @param project the folder that has the example modules
   * @return the workbook, to be closed
   */
  public static Workbook open(Path project) {
    Duration limit = Duration.ofSeconds(Integer.getInteger("learn.limit", 30));
    Progress progress = new Progress(project, Catalog.load());
    return new Workbook(new Session(project, progress, new Judge(project, limit, true)));
  }

  private void look() {
    try {
      session.begin(this::changed);
      changed(Session.NONE);
      while (true) {
        if (session.tick()) {
          changed(session.running() ? session.judged() : Session.NONE);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        trouble = String.valueOf(e);
      }
      changed(Session.NONE);
    } catch (InterruptedException closed) {
      // By close.
    }
  }

  private synchronized void changed(int underJudgement) {
    judged = underJudgement;
    notifyAll();
  }

  /**
   * Waits until something may have changed, a second at most.
   *
   * @throws InterruptedException when interrupted
   */
  public synchronized void awaitChange() throws InterruptedException {
    TimeUnit.SECONDS.timedWait(this, 1);
  }

  /**
   * How all exercises are.
   *
   * @param language {@code en} or {@code zh}
   * @return each, in their order
   */
  public synchronized List<State> states(String language) {
    Pages pages = new Pages(Language.of(language), new Style(false));
    List<Exercise> exercises = session.progress().exercises();
    return IntStream.range(0, exercises.size())
        .mapToObj(
            index -> {
              Verdict verdict = session.progress().verdict(exercises.get(index));
              boolean judging = index == judged;
              String kind = judging ? "judging" : verdict.kind().name().toLowerCase(Locale.ROOT);
              String text = judging ? pages.say("running") : pages.verdict(verdict);
              return new State(
                  exercises.get(index).id(),
                  trouble.isEmpty() ? kind : "not_judged",
                  text + trouble);
            })
        .toList();
  }

  /** Looks no more, and ends the processes that judge. May be called twice. */
  @Override
  public void close() {
    looking.interrupt();
    session.close();
  }
}
