package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
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

/** Task 0 ends only after the result of task 1 was handed over. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex14AsTheyFinishTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void nobodyWaitsForASlowTask() throws Exception {
    Traces traces = Traces.create();
    pool.map(n -> ready(traces), List.of(0, 1), 1); // both workers are up
    List<String> taken = Collections.synchronizedList(new ArrayList<>());
    yours(
        () ->
            Ex14AsTheyFinish.each(
                pool,
                n -> serve(traces, n),
                List.of(0, 1, 2),
                result -> {
                  taken.add(result);
                  traces.leave("taken-" + result);
                }));
    check(
        !taken.contains("alone"),
        "result 1 was there, but not handed over while task 0 was still busy.",
        "结果 1 已经有了，却因为任务 0 还在忙而没有交出去。");
    List<String> sorted = new ArrayList<>(taken);
    Collections.sort(sorted);
    same(sorted, List.of("0", "1", "2"), "each result once, sorted.", "每个结果各一次（已排序）。");
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  private static String serve(Traces traces, int n) throws InterruptedException {
    boolean alone = n == 0 && !traces.await("taken-1", 1, Duration.ofSeconds(4));
    return alone ? "alone" : Integer.toString(n);
  }
}
