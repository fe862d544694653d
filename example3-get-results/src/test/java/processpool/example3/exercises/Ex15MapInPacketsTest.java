package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yoursWithin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/**
 * A pool whose workers serve one chunk each: the processes tell which arguments were in a chunk.
 * Fourteen arguments in three packets tell the usual mistakes apart, as sizes 5, 4, 3 and 2.
 */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex15MapInPacketsTest {
  /** An answer with chunks that are too small starts many workers. */
  private static final Duration MANY_WORKERS = PATIENCE.multipliedBy(2);

  private final ProcessPool pool =
      ProcessPool.builder()
          .processes(2)
          .maxTasksPerChild(1)
          .jvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC") // they start a little sooner
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
    List<Long> served =
        yoursWithin(
            MANY_WORKERS,
            () ->
                Ex15MapInPackets.mapInPackets(
                    pool, n -> serve(traces, n, count - 1), arguments, packets),
            "mapInPackets had not come back after " + MANY_WORKERS.toSeconds() + " s.",
            MANY_WORKERS.toSeconds() + " 秒后 mapInPackets 还没有返回。");
    List<Long> order = served.stream().map(Ex15MapInPacketsTest::argument).toList();
    same(
        order,
        arguments.stream().map(Integer::longValue).toList(),
        "the arguments, as the results came back: one result for each, in their order.",
        "按返回的顺序，各个结果对应的参数：每个参数一个结果，顺序与参数相同。");
    check(
        served.stream().noneMatch(s -> pid(s) == ProcessHandle.current().pid()),
        "the task ran in main's own process: a plain call runs there. Let the pool map.",
        "任务在 main 自己的进程里执行了：直接调用就在那里执行。请用进程池的 map。");
    List<Integer> chunks = chunks(served);
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
            + " the size; and a division that rounds down leaves a rest, which makes a chunk more.",
        seenChinese + "块数太多，每块太小了。不给第三个参数时，大小由 map 决定；而向下取整的除法会有余数，多出一块。");
    check(
        chunks.size() >= packets,
        seen
            + "Those are too few: the chunks are too large."
            + (count % packets == 0
                ? " Where the division comes out even, there is nothing to round up."
                : ""),
        seenChinese + "块数太少，每块太大了。" + (count % packets == 0 ? "除得尽的时候，不需要向上取整。" : ""));
    same(
        chunks,
        wanted,
        seen + "All chunks are of the same size, and only the last may be smaller.",
        seenChinese + "各块大小相同，只有最后一块可以小一些。");
  }

  /** How many results in a row came from the same process. */
  private static List<Integer> chunks(List<Long> served) {
    List<Integer> chunks = new ArrayList<>();
    long last = -1;
    for (long one : served) {
      if (pid(one) == last) {
        chunks.set(chunks.size() - 1, chunks.get(chunks.size() - 1) + 1);
      } else {
        chunks.add(1);
      }
      last = pid(one);
    }
    return chunks;
  }

  /**
   * The first waits until the last is served, so its chunk is the last to finish, whoever is
   * quicker. Returns which argument it was, and where it was served, in one number.
   */
  private static long serve(Traces traces, int argument, int last) throws InterruptedException {
    traces.leave("served-" + argument);
    if (argument == 0) {
      traces.await("served-" + last, 1, Duration.ofSeconds(4));
    }
    return ProcessHandle.current().pid() * 100 + argument;
  }

  private static long argument(long served) {
    return served % 100;
  }

  private static long pid(long served) {
    return served / 100;
  }
}
