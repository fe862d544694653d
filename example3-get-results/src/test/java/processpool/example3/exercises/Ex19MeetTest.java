package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
import static processpool.lesson.Lesson.yours;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Only processes that run side by side can meet. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex19MeetTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void adaAndBaiMeetInTwoProcesses() throws Exception {
    Traces traces = Traces.create();
    pool.map(n -> ready(traces), List.of(0, 1), 1); // both workers are up
    List<Long> workers = pool.workerPids();
    List<String> met = yours(() -> Ex19Meet.meet(pool, Traces.create().folder()));
    same(
        met.size(),
        2,
        "results of visits: return what both visits returned, rather than print it.",
        "访问结果的个数：请返回两次访问的返回值，而不是打印出来。");
    String both = shown(met);
    check(
        !both.contains("AsyncResult"),
        "you returned " + both + ": an AsyncResult is not yet the result; get() takes it.",
        "你返回的是 " + both + "：AsyncResult 还不是结果；用 get() 取出结果。");
    check(
        !both.contains("nobody"),
        "somebody waited in vain: "
            + both
            + ". One came only when the other had left: submit both visits before you wait for"
            + " either, and as two tasks, as one worker runs one after the other.",
        "有人白等了：" + both + "。一个走了，另一个才来：请先提交两次访问，再等待结果；要作为两个任务提交，因为一个工作进程只会一个接一个地执行。");
    check(
        !both.contains(" in " + ProcessHandle.current().pid() + "\""),
        "they met in main's own process: "
            + both
            + ". Threads, also those of a parallel stream, share it; the pool's workers are to meet.",
        "他们在 main 自己的进程里相遇了：" + both + "。线程（包括并行流的线程）都在这个进程里；应由进程池的工作进程相遇。");
    String wanted =
        "wanted is \"ada met bai in …\" and \"bai met ada in …\", in this order, from two";
    check(
        met.get(0).matches("ada met bai in \\d+") && met.get(1).matches("bai met ada in \\d+"),
        wanted
            + " workers; yours: "
            + both
            + ". Look at the arguments of both visits, and at the order.",
        "应依次返回“ada met bai in …”和“bai met ada in …”，你返回的是：" + both + "。请检查两次访问的参数和顺序。");
    check(
        met.stream().map(Ex19MeetTest::pid).allMatch(workers::contains)
            && pid(met.get(0)) != pid(met.get(1)),
        wanted + " of the pool's workers " + workers + "; yours: " + both + ".",
        "应由进程池的两个工作进程 " + workers + " 各自返回，你返回的是：" + both + "。");
  }

  private static long pid(String visit) {
    return Long.parseLong(visit.substring(visit.lastIndexOf(' ') + 1));
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }
}
