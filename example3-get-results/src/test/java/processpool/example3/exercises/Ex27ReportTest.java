package processpool.example3.exercises;

import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.Worker;
import processpool.lesson.Traces;

/** Files that meet, fail, never end and kill their workers, once or each time. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex27ReportTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Less than the limit: who waits so long in vain has an answer, and is not ended. */
  private static final Duration MEETING = Duration.ofSeconds(4);

  private static final Duration ALL = Duration.ofSeconds(30);

  private static final List<String> FILES =
      List.of("a.txt", "b.txt", "damaged.txt", "endless.txt", "once.txt", "always.txt", "end.txt");

  @Test
  void eachFileHasItsLineWhateverHappens() throws Exception {
    Traces traces = Traces.create();
    List<String> report =
        yoursWithin(
            ALL,
            () -> Ex27Report.report(file -> count(traces, file), FILES, LIMIT),
            "your code still waits for a file that never ends, long after the limit: the builder's"
                + " taskTimeout ends such a task.",
            "时限早已过去，你的代码还在等一个永远数不完的文件：构建器的 taskTimeout 会结束这样的任务。");
    List<Long> left = new ArrayList<>(traces.pids("begun"));
    left.removeIf(pid -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));

    check(
        !traces.pids("begun").contains(ProcessHandle.current().pid()),
        "a file was counted in main's own process: a plain call runs there, and so does a thread."
            + " The workers of a pool are to count.",
        "有文件是在 main 自己的进程里数的：直接调用在那里执行，线程也一样。应由进程池的工作进程数。");
    check(
        !traces.of("met").isEmpty(),
        "a.txt waited for b.txt, which was not begun meanwhile: two workers count two files at the"
            + " same time. How large is your pool, and do you submit all files before you wait?",
        "a.txt 在等 b.txt，b.txt 却一直没有开始：两个工作进程可以同时数两个文件。你的进程池有几个工作进程？是不是先提交了所有文件再等待？");
    same(
        report.size(),
        FILES.size(),
        "how many lines the report has: one for each file, also for one that failed.",
        "报告的行数：每个文件一行，失败的也要有。");
    String seen = "Your report: " + report + ". ";
    String seenChinese = "你的报告：" + report + "。";
    int tries = traces.of("begun-always").size();
    check(
        tries <= 2,
        seen
            + "always.txt kills its worker each time, and was begun "
            + tries
            + " times: once more"
            + " is one retry.",
        seenChinese + "always.txt 每次都让工作进程意外退出，它开始了 " + tries + " 次：再试一次就是重试 1 次。");
    check(
        report.get(0).equals("a.txt: 1") && report.get(1).equals("b.txt: 2"),
        seen
            + "The lines of a.txt and b.txt are to be \"a.txt: 1\" and \"b.txt: 2\"; next to a name"
            + " there may be the count of another file: b.txt is done before a.txt.",
        seenChinese + "前两行应是“a.txt: 1”和“b.txt: 2”；文件名旁边可能是别的文件的结果：b.txt 比 a.txt 先数完。");
    check(
        report.get(4).equals("once.txt: 5"),
        seen
            + "The worker died while it counted once.txt for the first time; such a file is to be"
            + " tried once more, and then there are 5 words: \"once.txt: 5\".",
        seenChinese + "第一次数 once.txt 时工作进程意外退出；这样的文件要再试一次，这时能数出 5 个词：“once.txt: 5”。");
    check(
        report.get(3).equals("endless.txt: too slow"),
        seen
            + "endless.txt took longer than the limit; its line is to be \"endless.txt: too slow\"."
            + " The cause of such a failure is a TaskTimeoutException.",
        seenChinese
            + "endless.txt 超过了时限，它的一行应是“endless.txt: too slow”。这种失败的 cause 是 TaskTimeoutException。");
    same(
        report,
        List.of(
            "a.txt: 1",
            "b.txt: 2",
            "damaged.txt: failed",
            "endless.txt: too slow",
            "once.txt: 5",
            "always.txt: failed",
            "end.txt: 7"),
        "the report, a line for each file in their order; \"failed\" for damaged.txt, which throws,"
            + " and for always.txt, which kills each worker.",
        "报告：按文件的顺序每个一行；damaged.txt 会抛出异常，always.txt 每次都让工作进程意外退出，都是“failed”。");
    check(
        left.isEmpty(),
        "your workers "
            + left
            + " were still there after you had returned: close() lets them leave"
            + " when all is done, and join() waits for that; in a finally, whatever happens.",
        "你返回之后，工作进程 " + left + " 还在：close() 让它们做完之后退出，join() 等到它们退出；写在 finally 里，无论如何都会执行。");
  }

  private static int count(Traces traces, String file) throws InterruptedException {
    String name = file.substring(0, file.indexOf('.'));
    traces.leave("begun-" + name);
    switch (name) {
      case "a" -> {
        if (traces.await("done-b", 1, MEETING)) {
          traces.leave("met");
        }
        Thread.sleep(100); // so that b's result is there first
      }
      case "b" -> traces.leave("done-b");
      case "damaged" -> throw new IllegalStateException("not a text: " + file);
      case "endless" -> spin();
      case "once" -> dieUnlessBegunBefore(traces, 1);
      case "always" -> dieUnlessBegunBefore(traces, 99);
      default -> {}
    }
    return List.of("a", "b", "damaged", "endless", "once", "always", "end").indexOf(name) + 1;
  }

  private static void spin() {
    while (Worker.isWorker()) {
      Thread.onSpinWait();
    }
  }

  private static void dieUnlessBegunBefore(Traces traces, int times) {
    String name = times == 1 ? "begun-once" : "begun-always";
    if (Worker.isWorker() && traces.of(name).size() <= times) {
      Runtime.getRuntime().halt(3);
    }
  }
}
