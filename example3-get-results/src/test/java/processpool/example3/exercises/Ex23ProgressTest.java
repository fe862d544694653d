package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Line 0 is counted only after it was said that the other two are. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex23ProgressTest {
  private static final List<String> LINES =
      List.of("to be or not to be", "that is", "the question here");

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void progressIsToldWhileLinesAreCounted() throws Exception {
    Traces traces = Traces.create();
    Duration telling = pace(() -> pool.map(n -> ready(traces), List.of(0, 1), 1));
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    List<Integer> counts =
        yours(
            () ->
                Ex23Progress.count(
                    pool,
                    line -> count(traces, line, telling),
                    LINES,
                    text -> {
                      told.add(text);
                      boolean over = text.equals("3 of 3") && traces.of("counted").size() < 3;
                      traces.leave(over ? "early" : "said-" + text.replace(' ', '-'));
                    }));
    check(
        !traces.pids("counted").contains(ProcessHandle.current().pid()),
        "a line was counted in main's own process: a plain call runs there, and so does a thread."
            + " The pool's workers are to count.",
        "有一行是在 main 自己的进程里数的：直接调用在那里执行，线程也一样。应由进程池的工作进程数。");
    String said = "What your code said: " + shown(told) + ".";
    String saidChinese = "你的代码说过的：" + shown(told) + "。";
    check(
        traces.of("early").isEmpty(),
        "your code said \"3 of 3\" while line 0 was still being counted: what is submitted is not"
            + " counted yet. "
            + said,
        "第 0 行还没有数完，你的代码就说了“3 of 3”：提交了，不等于数完了。" + saidChinese);
    check(
        traces.of("late").isEmpty(),
        "line 0 was still being counted and the other two were done, but your code had not said"
            + " \"2 of 3\": it waited for line 0, or for all lines, first; or it submitted to the"
            + " pool itself, and not through the view that withProgress returns. "
            + said,
        "第 0 行还在数，另外两行已经数完，你的代码却没有说“2 of 3”：它先等了第 0 行，或者等了所有行；也可能任务提交给了进程池本身，而不是 withProgress 返回的视图。"
            + saidChinese);
    same(
        counts,
        List.of(6, 2, 3),
        "the counts, in the order of the lines, whichever was ready first.",
        "词数：按行的顺序排列，与谁先数完无关。");
    same(
        told.get(told.size() - 1),
        "3 of 3",
        "what your code said last, before it returned.",
        "返回之前，你的代码最后说的是什么。");
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  private static int count(Traces traces, String line, Duration telling)
      throws InterruptedException {
    if (line.equals(LINES.get(0))) {
      if (!traces.await("said-2-of-3", 1, telling)) {
        traces.leave("late");
      }
      Thread.sleep(200); // who says more than is true has time to say it
    }
    traces.leave("counted");
    return line.split(" ", -1).length;
  }
}
