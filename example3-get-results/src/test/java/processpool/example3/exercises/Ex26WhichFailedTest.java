package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.Worker;
import processpool.lesson.Traces;

/** Lines that cannot be read, and one that kills its worker. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex26WhichFailedTest {
  private static final List<String> GOOD =
      List.of("ink 120", "pen 95", "pad 310", "cup 80", "pin 15", "box 210", "pot 99", "bag 45");

  private final ProcessPool pool = new ProcessPool(2);
  private final Traces traces = Traces.create();

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void aLineThatCannotBeReadIsNamed() throws Exception {
    same(
        firstBadLine(with(GOOD, 5, "pad ??"), Duration.ZERO),
        "6: pad ??",
        "the first bad line: its number, from 1, and its text. The exception that map throws knows"
            + " the argument's index, whatever its message says; index() counts from 0.",
        "第一个有问题的行：行号（从 1 数起）和文本。不管消息里写了什么，map 抛出的异常都知道是第几个参数；index() 从 0 数起。");
    int read = traces.of("read-ink-120").size();
    check(
        read <= 1,
        "line 1 was read "
            + read
            + " times. There is no need to look for the line that failed: the"
            + " exception that map throws knows it.",
        "第 1 行读了 " + read + " 遍。不需要再去找失败的是哪一行：map 抛出的异常知道。");
  }

  @Test
  void theFirstInTheListIsNamedWhoeverFailsFirst() throws Exception {
    Traces where = traces;
    Duration failing = pace(() -> pool.map(n -> ready(where), List.of(0, 1), 1));
    String bad = firstBadLine(with(with(GOOD, 2, "slow ??"), 6, "pot ??"), failing);
    check(
        traces.of("late").isEmpty(),
        "line 3 waited in vain for line 7, which nobody had begun: your code reads one line after"
            + " the other. map keeps all workers busy.",
        "第 3 行在等第 7 行，却没有人开始读第 7 行：你的代码是一行接一行读的。map 会让所有工作进程都忙起来。");
    same(
        bad,
        "3: slow ??",
        "the first bad line in the order of the list, and not the one that fails first, which is"
            + " line 7 here. map throws what became of the first in the list.",
        "按清单的顺序，第一个有问题的行；不是最先失败的那一行（这里是第 7 行）。map 抛出的是清单中第一个的失败原因。");
  }

  @Test
  void aLineWhoseWorkerDiedIsNamed() throws Exception {
    same(
        firstBadLine(with(GOOD, 3, "cat deadly"), Duration.ZERO),
        "4: cat deadly",
        "the first bad line, when the worker died while it read line 4: this exception of map's"
            + " knows the argument's index, too, whatever its cause.",
        "读第 4 行时工作进程意外退出，第一个有问题的行就是它：不管 cause 是什么，map 抛出的异常都知道是第几个参数。");
  }

  @Test
  void aListThatCanBeReadHasNoBadLine() throws Exception {
    String bad = yours(() -> Ex26WhichFailed.firstBadLine(pool, line -> line.length(), GOOD));
    same(bad, "", "what is returned when all lines can be read.", "所有行都能读懂时的返回值。");
  }

  private static List<String> with(List<String> lines, int index, String line) {
    List<String> changed = new ArrayList<>(lines);
    changed.set(index, line);
    return changed;
  }

  private String firstBadLine(List<String> lines, Duration failing) throws InterruptedException {
    Traces where = traces;
    return yours(
        () -> Ex26WhichFailed.firstBadLine(pool, line -> read(where, line, failing), lines));
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  private static int read(Traces traces, String line, Duration failing)
      throws InterruptedException {
    traces.leave("read-" + line.replace(' ', '-').replace("?", "x"));
    if (line.startsWith("slow")) {
      if (!traces.await("read-pot", 1, failing)) {
        traces.leave("late");
      }
      Thread.sleep(500); // so that the other line has failed, and main knows
    }
    if (line.endsWith("deadly") && Worker.isWorker()) {
      Runtime.getRuntime().halt(3);
    }
    if (line.endsWith("??")) {
      throw new IllegalArgumentException("there is no number");
    }
    return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
  }
}
