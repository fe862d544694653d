package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
import static processpool.lesson.Lesson.yours;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;
import processpool.lesson.Traces.Trace;

/** Two workers serve six tasks two by two, and leave traces to count. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex04WhoWasBusyTest {
  private static final int TASKS = 6;

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void linesOfTasksAreCountedByProcess() throws Exception {
    List<String> printed = List.of("count=0, pid=71", "count=1, pid=7", "count=2, pid=71");
    same(
        count(printed),
        Map.of(7L, 1, 71L, 2),
        "tasks of each process in "
            + shown(printed)
            + ": a worker serves one task after another, so its pid comes again; each line is one"
            + " task.",
        shown(printed) + " 里各进程的任务数：工作进程一个接一个地处理任务，同一个进程号会再次出现；每行是一个任务。");
  }

  @Test
  void otherLinesDoNotCount() throws Exception {
    List<String> printed = List.of("starting", "count=0, pid=12", "elapsed: 3.05 s");
    same(
        count(printed),
        Map.of(12L, 1),
        "tasks of each process in "
            + shown(printed)
            + ": only lines that start with count= are tasks'; skip the others and read on.",
        shown(printed) + " 里各进程的任务数：只有以 count= 开头的行才是任务打印的；跳过别的行，继续往下读。");
  }

  @Test
  void aRealPoolReusesItsWorkers() throws Exception {
    Traces traces = Traces.create();
    for (int i = 0; i < TASKS; i++) {
      pool.runAsync(n -> serve(traces, n), i);
    }
    check(
        traces.await("count", TASKS, PATIENCE),
        "this is not your fault: the test's own pool did not serve its tasks in time. Is the machine"
            + " very busy? Try again.",
        "与你的代码无关：测试自己的进程池没有及时处理完任务。机器是不是很忙？请再试一次。");
    List<String> printed = new ArrayList<>();
    for (Trace trace : traces.startingWith("count")) {
      printed.add("count=" + trace.name().substring(5) + ", pid=" + trace.pid());
    }
    same(
        List.copyOf(count(printed).values()),
        List.of(3, 3),
        "tasks of each of the two workers of a real pool, which served six two by two: "
            + shown(printed)
            + ".",
        "真实的进程池里两个工作进程同时处理六个任务，各自的任务数：" + shown(printed) + "。");
  }

  /** Counts, and sees to it that only the pids of these lines are counted. */
  private static Map<Long, Integer> count(List<String> printed) throws InterruptedException {
    Map<Long, Integer> tasks = yours(() -> Ex04WhoWasBusy.tasksPerWorker(printed));
    Set<Long> strangers = new HashSet<>(tasks.keySet());
    strangers.removeAll(numbersAfter("pid=", printed));
    check(
        strangers.isEmpty() || !numbersAfter("count=", printed).containsAll(strangers),
        "you counted by "
            + strangers
            + ", but what comes after count= is the number of the task; the process comes after"
            + " pid=, in "
            + shown(printed)
            + ".",
        "你数的是 " + strangers + "，但 count= 后面是任务的编号，pid= 后面才是进程：" + shown(printed) + "。");
    check(
        strangers.isEmpty(),
        "the pids "
            + new TreeSet<>(strangers)
            + " are not in "
            + shown(printed)
            + ": your map still holds what an earlier call has counted. Create a new one in each"
            + " call; a static field outlives it.",
        "pid "
            + new TreeSet<>(strangers)
            + " 不在 "
            + shown(printed)
            + " 里：你的 Map 还留着上一次调用的结果。每次调用都要新建一个；静态字段不会随调用结束而清空。");
    return tasks;
  }

  private static Set<Long> numbersAfter(String key, List<String> lines) {
    return Pattern.compile(key + "(\\d+)")
        .matcher(lines.toString())
        .results()
        .map(found -> Long.valueOf(found.group(1)))
        .collect(Collectors.toSet());
  }

  /** Pairs meet, so neither worker can serve more than the other. */
  private static void serve(Traces traces, int n) throws InterruptedException {
    traces.leave("count" + n);
    traces.await("count", (n / 2 + 1) * 2, PATIENCE);
  }
}
