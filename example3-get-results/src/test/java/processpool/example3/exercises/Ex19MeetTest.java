package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
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
    List<String> met = yours(() -> Ex19Meet.meet(pool, Traces.create().folder()));
    check(
        !met.toString().contains("nobody"),
        "somebody waited in vain: " + met + "; both must be on their way before you wait.",
        "有人白等了：" + met + "；在等待之前，两个任务都要已经提交。");
    same(met.size(), 2, "visits.", "访问的次数。");
    check(
        !met.toString().contains(" in " + ProcessHandle.current().pid()),
        "they met in main's own process: " + met + "; the pool's workers are to meet.",
        "他们在 main 自己的进程里相遇：" + met + "；应由进程池的工作进程来相遇。");
    check(
        met.get(0).startsWith("ada met bai in ")
            && met.get(1).startsWith("bai met ada in ")
            && !met.get(0).substring(12).equals(met.get(1).substring(12)),
        "wanted what the visits of ada and bai returned, in this order: " + met,
        "应按顺序返回 ada 和 bai 的访问结果：" + met);
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }
}
