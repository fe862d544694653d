package processpool.learn;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import processpool.learn.labs.FillThePool;
import processpool.learn.labs.ForgetTheSleep;
import processpool.learn.labs.JoinBeforeClose;
import processpool.learn.labs.KillAWorker;
import processpool.learn.labs.Lab;
import processpool.learn.labs.ReturnTheUnserializable;
import processpool.learn.labs.Sentence;

/** The labs in their order, and how one is run. */
final class Labs {
  static final List<Lab> ALL =
      List.of(
          new KillAWorker(),
          new ForgetTheSleep(),
          new JoinBeforeClose(),
          new ReturnTheUnserializable(),
          new FillThePool());

  private static final int LOOKS = 200;
  private static final long LOOK_MILLIS = 50;

  private Labs() {}

  static String list(Language language) {
    Texts texts = new Texts(language);
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < ALL.size(); i++) {
      String title = language.pick(ALL.get(i).title());
      list.append(texts.say("lab.title", i + 1, title)).append('\n');
    }
    return list.toString();
  }

  /**
   * Runs a lab.
   *
   * @param say shows text
   * @param key waits so many milliseconds for the learner to leave it to the lab
   * @return whether all was seen that was announced, and no process is left over
   */
  static boolean run(
      Lab lab, int number, Language language, Style style, Consumer<String> say, LongPredicate key)
      throws InterruptedException {
    Texts texts = new Texts(language);
    say.accept(style.strong(texts.say("lab.title", number, language.pick(lab.title()))) + "\n\n");
    String announced = Lines.wrap(language.pick(lab.announced()));
    say.accept(announced + "\n\n" + texts.say("lab.running") + "\n");
    try {
      Set<Long> involved = lab.run(stage(language, say, key));
      String seen = texts.say("lab.seen", language.pick(lab.title()));
      say.accept("\n" + style.good(Lines.wrap(seen)) + "\n");
      List<Long> left = whatIsLeft(involved);
      say.accept(
          (left.isEmpty() ? texts.say("lab.none.left") : style.bad(texts.say("lab.left", left)))
              + "\n");
      return left.isEmpty();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      String message = language.pick(Language.both(String.valueOf(e.getMessage())));
      say.accept("\n" + style.bad(Lines.wrap(texts.say("lab.not.seen", message))) + "\n");
      return false;
    }
  }

  private static Lab.Stage stage(Language language, Consumer<String> say, LongPredicate key) {
    return new Lab.Stage() {
      @Override
      public void say(Sentence sentence) {
        say.accept("\n" + Lines.wrap(language.pick(sentence)) + "\n");
      }

      @Override
      public void show(String text) {
        say.accept(Pages.indent(Lines.wrap(text)) + "\n");
      }

      @Override
      public boolean leftToMe(long millis) {
        return key.test(millis);
      }
    };
  }

  private static List<Long> whatIsLeft(Set<Long> involved) throws InterruptedException {
    List<Long> left = alive(involved);
    for (int i = 0; i < LOOKS && !left.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      left = alive(involved);
    }
    return left;
  }

  private static List<Long> alive(Set<Long> pids) {
    return pids.stream()
        .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
        .toList();
  }
}
