package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.PoolListener;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/**
 * Listens to the pool, which tells how large each chunk is. Fourteen arguments in three packets
 * tell the usual mistakes apart, as sizes 5, 4, 3 and 2.
 */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex15MapInPacketsTest {
  private final List<Integer> chunks = new CopyOnWriteArrayList<>();
  private final ProcessPool pool =
      ProcessPool.builder()
          .processes(2)
          .listener(
              new PoolListener() {
                @Override
                public void taskSubmitted(TaskEvent chunk) {
                  chunks.add(chunk.calls());
                }
              })
          .build();

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void fourteenArgumentsInThreePackets() throws Exception {
    checkPackets(14, 3, List.of(5, 5, 4));
  }

  @Test
  void eightArgumentsInFourPackets() throws Exception {
    checkPackets(8, 4, List.of(2, 2, 2, 2));
  }

  private void checkPackets(int count, int packets, List<Integer> wanted) throws Exception {
    List<Integer> arguments = IntStream.range(0, count).boxed().toList();
    Traces traces = Traces.create();
    List<Long> results =
        yours(
            () ->
                Ex15MapInPackets.mapInPackets(
                    pool, n -> serve(traces, n, count - 1), arguments, packets));
    check(
        !traces.pids("served").contains(ProcessHandle.current().pid()),
        "the task ran in main's own process: a plain call runs there. Let the pool map.",
        "任务在 main 自己的进程里执行了：直接调用就在那里执行。请用进程池的 map。");
    same(
        results,
        LongStream.range(0, count).boxed().toList(),
        "the results, which are the task's arguments here: one for each, in the order of the"
            + " arguments.",
        "返回的结果（这里的任务原样返回参数）：每个参数一个结果，按参数的顺序排列。");
    awaitTheListener(count);
    String seen =
        count + " arguments in " + packets + " packets came in chunks of " + chunks + ". ";
    String seenChinese = count + " 个参数要分成 " + packets + " 块，你的分块是 " + chunks + "。";
    check(
        chunks.get(0) != packets || wanted.get(0) == packets,
        seen + "The third argument of map is how large a chunk is, not how many there are.",
        seenChinese + "map 的第三个参数是每块多大，不是分成几块。");
    check(
        chunks.size() <= packets,
        seen
            + "Those are too many: the chunks are too small. Without a third argument, map chooses"
            + " the size; and a division that rounds down leaves a remainder, which makes one more"
            + " chunk.",
        seenChinese + "块数太多，每块太小了。不给第三个参数时，大小由 map 决定；而向下取整的除法会有余数，多出一块。");
    boolean even = count % packets == 0;
    check(
        chunks.size() >= packets,
        seen
            + "Those are too few: the chunks are too large."
            + (even ? " Where the division comes out even, there is nothing to round up." : ""),
        seenChinese + "块数太少，每块太大了。" + (even ? "除得尽的时候，不需要向上取整。" : ""));
    same(
        List.copyOf(chunks),
        wanted,
        seen + "All chunks are of the same size, and only the last may be smaller.",
        seenChinese + "各块大小相同，只有最后一块可以小一些。");
  }

  /** The listener hears of things on a thread of its own, a moment later. */
  private void awaitTheListener(int calls) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (chunks.stream().mapToInt(size -> size).sum() < calls && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }

  /**
   * The first waits until the last is served, so its chunk is the last to finish, whoever is
   * quicker.
   */
  private static long serve(Traces traces, int argument, int last) throws InterruptedException {
    traces.leave("served-" + argument);
    if (argument == 0) {
      traces.await("served-" + last, 1, Duration.ofSeconds(4));
    }
    return argument;
  }
}
