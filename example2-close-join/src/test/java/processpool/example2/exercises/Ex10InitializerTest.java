package processpool.example2.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Asks both workers at the same time, so that each has to answer for itself. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex10InitializerTest {
  private ProcessPool pool;

  @AfterEach
  void endThePool() {
    if (pool != null) {
      pool.terminate();
    }
  }

  @Test
  void bothWorkersArePreparedOnceBeforeTheirFirstTask() throws Exception {
    pool = yours(() -> Ex10Initializer.open("Good day"));
    same(pool.workerPids().size(), 2, "workers in the pool.", "进程池里的工作进程数。");
    Traces traces = Traces.create();
    AsyncResult<String> ada = pool.applyAsync(name -> greetTogether(traces, name), "Ada");
    AsyncResult<String> bai = pool.applyAsync(name -> greetTogether(traces, name), "Bai");
    List<String> greetings = List.of(ada.get(), bai.get());
    same(
        greetings,
        List.of("Good day, Ada! (prepared 1x)", "Good day, Bai! (prepared 1x)"),
        "how the two workers greet; each process has static fields of its own, and each worker must"
            + " be prepared before its first task.",
        "两个工作进程的问候；每个进程都有自己的静态字段，每个工作进程都要在第一个任务之前准备好。");
  }

  private static String greetTogether(Traces traces, String name) throws InterruptedException {
    traces.leave("here");
    traces.await("here", 2, PATIENCE);
    return Ex10Initializer.greet(name);
  }
}
