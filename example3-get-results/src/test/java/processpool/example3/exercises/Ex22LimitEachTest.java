package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.Worker;
import processpool.lesson.Traces;

/** All photos wait at the door for longer than the limit; one of them never ends. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex22LimitEachTest {
  private static final Duration LIMIT = Duration.ofMillis(1500);
  private static final List<String> PHOTOS =
      List.of("cat.jpg", "broken.jpg", "tree.jpg", "mountain.jpg");

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void onlyThePhotoThatTakesTooLongIsGivenUp() throws Exception {
    Traces traces = Traces.create();
    for (int i = 0; i < 2; i++) {
      pool.runAsync(() -> keepTheWorkerBusy(traces));
    }
    traces.await("busy", 2, PATIENCE);
    List<Integer> widths =
        yoursWithin(
            PATIENCE,
            () -> Ex22LimitEach.widths(pool, photo -> scale(traces, photo), PHOTOS, LIMIT),
            "your code still waits for a photo that never ends, long after the limit: nobody ends"
                + " that call. A view of the pool with a time limit does.",
            "时限早已过去，你的代码还在等一张永远做不完的照片：没有人结束这次调用。带时限的视图会结束它。");
    check(
        !traces.pids("scaled").contains(ProcessHandle.current().pid()),
        "a photo was scaled in main's own process: a plain call runs there, and nobody can end it."
            + " The pool's workers are to scale.",
        "有照片是在 main 自己的进程里缩放的：直接调用就在那里执行，没有人能结束它。应由进程池的工作进程缩放。");
    same(
        widths.size(),
        PHOTOS.size(),
        "how many widths there are. The photo over the limit is not left out: it gets an entry, too.",
        "宽度的个数。超时的照片也要有一项，不能略去。");
    check(
        widths.get(0) != -1,
        "cat.jpg was given up, though it needs only a moment: it had only waited at the door, as both"
            + " workers were busy. get(limit) measures how long you wait; a view of the pool with"
            + " a time limit measures how long each task runs.",
        "cat.jpg 只需要一瞬间，却被放弃了：两个工作进程都在忙，它只是在门口等。get(limit) 限制的是你等多久；进程池带时限的视图，限制的是每个任务执行多久。");
    same(
        widths,
        List.of(7, -1, 8, 12),
        "the widths in the order of the photos; broken.jpg never ends.",
        "按照片顺序排列的宽度；broken.jpg 永远做不完。");
  }

  private static void keepTheWorkerBusy(Traces traces) throws InterruptedException {
    traces.leave("busy");
    Thread.sleep(LIMIT.toMillis() * 2);
  }

  private static int scale(Traces traces, String photo) {
    traces.leave("scaled");
    while (photo.equals("broken.jpg") && Worker.isWorker()) {
      Thread.onSpinWait();
    }
    return photo.length();
  }
}
