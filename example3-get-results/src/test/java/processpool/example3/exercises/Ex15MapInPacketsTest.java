package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Ten arguments in three packets: 0 to 3, 4 to 7, and 8 with 9; argument 0 waits for 4. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex15MapInPacketsTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void tenArgumentsInThreePackets() throws Exception {
    Traces traces = Traces.create();
    pool.map(n -> ready(traces), List.of(0, 1), 1); // both workers are up
    List<Integer> arguments = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<Long> pids =
        yours(() -> Ex15MapInPackets.mapInPackets(pool, n -> serve(traces, n), arguments, 3));
    same(pids.size(), 10, "results.", "结果的个数。");
    check(
        !pids.contains(-1L),
        "arguments 0 and 4 never met: they belong in different packets, for different workers.",
        "参数 0 和 4 没有相遇：它们应在不同的块里，由不同的工作进程执行。");
    for (List<Long> packet : List.of(pids.subList(0, 4), pids.subList(4, 8), pids.subList(8, 10))) {
      check(
          new HashSet<>(packet).size() == 1,
          "arguments 0 to 3, 4 to 7 and 8 to 9 belong in one packet each, which one process serves."
              + " They ran in "
              + pids,
          "参数 0–3、4–7、8–9 应各在一块里，每块由一个进程执行。实际执行的进程：" + pids);
    }
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  private static long serve(Traces traces, int n) throws InterruptedException {
    traces.leave("begun-" + n);
    if (n == 0 && !traces.await("begun-4", 1, Duration.ofSeconds(4))) {
      return -1;
    }
    return ProcessHandle.current().pid();
  }
}
