package processpool.learn.labs;

import static processpool.lesson.Lesson.check;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import processpool.ProcessPool;
import processpool.lesson.Lesson;
import processpool.lesson.Program;

/** Runs a program whose main does not wait for its pool, and the same with a sleep. */
public final class ForgetTheSleep implements Lab {
  private static final int ENOUGH_SECONDS = 5;

  @Override
  public Sentence title() {
    return new Sentence("forget the sleep", "忘了 sleep");
  }

  @Override
  public Sentence announced() {
    return new Sentence(
        "A program submits three tasks that print a line each, and its main returns at once. You"
            + " will see nothing: the workers end with main before they have printed. Then the same"
            + " program with a sleep at the end prints three lines.",
        "一个程序提交三个任务，每个打印一行，而 main 立刻返回。你会看到什么都没打印："
            + "工作进程还没来得及打印就随 main 结束了。同一个程序在结尾 sleep 几秒，就会打印三行。");
  }

  @Override
  public Set<Long> run(Stage stage) throws Exception {
    Program forgot = Program.run(ForgetTheSleep.class, Lesson.PATIENCE, "0");
    stage.say(new Sentence("Without a sleep, it printed:", "没有 sleep 时，它打印了："));
    stage.show(forgot.printed().isEmpty() ? "-" : String.join("\n", forgot.printed()));
    check(forgot.printed().isEmpty(), "something was printed", "打印了内容");

    Program slept =
        Program.run(ForgetTheSleep.class, Lesson.PATIENCE, Integer.toString(ENOUGH_SECONDS));
    stage.say(new Sentence("With a sleep, it printed:", "有 sleep 时，它打印了："));
    stage.show(String.join("\n", slept.printed()));
    check(slept.printed().size() == 3, "not three lines were printed", "打印的不是三行");
    return Set.of(forgot.pid(), slept.pid());
  }

  /**
   * The program.
   *
   * @param args how many seconds to sleep at the end
   * @throws InterruptedException when interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    ProcessPool pool = new ProcessPool(3);
    for (int i = 0; i < 3; i++) {
      pool.runAsync(ForgetTheSleep::serve, i);
    }
    TimeUnit.SECONDS.sleep(Integer.parseInt(args[0]));
  }

  static void serve(int n) {
    System.out.println("count=" + n + ", pid=" + ProcessHandle.current().pid());
  }
}
