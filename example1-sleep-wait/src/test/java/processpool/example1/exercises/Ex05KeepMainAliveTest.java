package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.lesson.Program;
import processpool.lesson.Traces;

/**
 * Runs the program twice, each time in a JVM of its own, and looks at what was served when main
 * ended. The second time, the orders take longer than the whole first run, so that no time that was
 * guessed can be right both times; this holds on slow machines too.
 */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex05KeepMainAliveTest {
  private static final Duration QUICK = Duration.ofMillis(100);

  /** How long main may take to end when all is served, and longer on a machine that is slow. */
  private static final Duration TO_END = Duration.ofSeconds(3);

  private static final String GUESS =
      " A time that is slept through is a guess: look after each small step whether the work is"
          + " done.";
  private static final String GUESS_CHINESE = "睡一段固定的时间只是猜测：请每次只睡一小会儿，醒来就看看工作是否完成。";

  @Test
  void mainEndsWhenAllSixOrdersAreServedHoweverLongTheyTake() throws Exception {
    Traces traces = Traces.create();
    long start = System.nanoTime();
    Program quick = run(traces, QUICK, PATIENCE);
    long lasted = System.nanoTime() - start;
    long ended = System.currentTimeMillis();
    checkServed(quick, traces, "");
    long idle = ended - lastServed(traces);
    check(
        idle < TO_END.plusNanos(lasted / 8).toMillis(),
        "main stayed alive for " + seconds(idle) + " s after the sixth order was served." + GUESS,
        "第六个订单处理完之后，过了 " + seconds(idle) + " 秒 main 才结束。" + GUESS_CHINESE);

    traces = Traces.create();
    Duration slow = Duration.ofNanos(lasted).plusSeconds(1).dividedBy(3); // three for each worker
    checkServed(
        run(traces, slow, PATIENCE.plusNanos(lasted)),
        traces,
        " The first time the orders were quicker and main ended in time; now each took "
            + seconds(slow.toMillis())
            + " s.");
  }

  private static Program run(Traces traces, Duration order, Duration limit) throws Exception {
    return Program.run(
        List.of("-Dorder.millis=" + order.toMillis()),
        Ex05KeepMainAlive.class,
        limit,
        traces.folder());
  }

  private static void checkServed(Program program, Traces traces, String slow) {
    int served = traces.startingWith("order").size();
    check(
        program.exitCode() != Program.STILL_RUNNING || served < 6,
        "all 6 orders were served, but main went on and on: does its loop end at six?" + GUESS,
        "6 个订单都处理完了，main 却一直没有结束：循环在第六个之后会结束吗？" + GUESS_CHINESE);
    program.checkEndedWell();
    check(
        served == 6,
        "only "
            + served
            + " of 6 orders were served when main ended: the workers ended with it, finished or not."
            + (served < 5 ? "" : " Does your code wait for all six?")
            + (slow.isEmpty() ? " main has to wait for them; close() does not." : slow)
            + GUESS,
        "main 结束时，6 个订单只处理了 "
            + served
            + " 个：不管任务是否完成，工作进程都随 main 一起结束了。"
            + (served < 5 ? "" : "你的代码等到第六个了吗？")
            + (slow.isEmpty()
                ? "main 要等着它们；close() 并不等待。"
                : "第一次订单处理得快，main 结束得正好；这一次订单慢一些，时间就不够了。")
            + GUESS_CHINESE);
    check(
        !traces.pids("order").contains(program.pid()),
        "main's own process served an order, pid=" + program.pid() + "; leave that to the workers.",
        "main 自己的进程处理了订单，pid=" + program.pid() + "；订单应交给工作进程处理。");
    same(
        traces.pids("order").size(),
        2,
        "processes that served orders: the two workers.",
        "处理订单的进程数：应是两个工作进程。");
  }

  private static long lastServed(Traces traces) throws Exception {
    try (Stream<Path> files = Files.list(Path.of(traces.folder()))) {
      return files.mapToLong(file -> file.toFile().lastModified()).max().orElse(0);
    }
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + millis % 1000 / 100;
  }
}
