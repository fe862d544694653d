package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.pace;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/**
 * File 0 is searched until the hit of file 2 was returned, and so is file 3; so no worker is free
 * to begin file 4 before that, and after it nobody should.
 */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex20FirstHitTest {
  private static final String HIT = "2: disk full";
  private static final List<String> FILES =
      IntStream.range(0, 20).mapToObj(n -> "log-" + n).toList();

  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endThePool() {
    pool.terminate();
  }

  @Test
  void theFirstHitEndsTheSearch() throws Exception {
    Traces traces = Traces.create();
    Duration returning = pace(() -> pool.map(n -> ready(traces), List.of(0, 1), 1));
    String hit =
        yours(() -> Ex20FirstHit.firstHit(pool, file -> search(traces, file, returning), FILES));
    traces.leave("go-on-returned");
    check(
        !traces.pids("searched").contains(ProcessHandle.current().pid()),
        "a file was searched in main's own process: a plain call runs there, and so does a thread."
            + " The pool's workers are to search.",
        "有文件是在 main 自己的进程里查找的：直接调用在那里执行，线程也一样。应由进程池的工作进程查找。");
    check(
        traces.of("go-on-late").isEmpty(),
        "the hit of file 2 was there, but not returned while file 0 was still being searched: your"
            + " code waited for file 0, or for all files, first. Ask the pool for whichever result"
            + " is there next.",
        "文件 2 的结果已经有了，却因为文件 0 还在查找而没有返回：你的代码先等了文件 0，或者等了所有文件。请向进程池要“下一个完成的结果”，不管它是谁的。");
    same(
        hit,
        HIT,
        "the first hit. An empty text is a file without a hit: go on until there is one.",
        "最先找到的那一行。空字符串表示这个文件里没有：应当继续，直到找到为止。");
    asked(() -> pool.map(n -> n, List.of(0, 1), 1)); // behind all that was still to be begun
    check(
        traces.startingWith("searched").size() <= 4,
        "file 4 was begun after you had returned the hit, and others behind it: nobody told the pool"
            + " to stop, so it reads ahead. close() of the iterator takes back what no worker has"
            + " begun; try-with-resources calls it on every way out.",
        "你返回之后，文件 4 和后面的文件才开始查找：没有人告诉进程池停下，它会预先取一些参数。关闭迭代器（close()），还没有开始的就取消了；用 try-with-resources，无论怎样返回都会关闭。");
  }

  @Test
  void aSearchInVainReturnsAnEmptyText() throws Exception {
    String hit = yours(() -> Ex20FirstHit.firstHit(pool, file -> "", FILES));
    same(hit, "", "what is returned when no file has a hit.", "所有文件里都没有找到时的返回值。");
  }

  private static boolean ready(Traces traces) throws InterruptedException {
    traces.leave("ready");
    return traces.await("ready", 2, PATIENCE);
  }

  private static String search(Traces traces, String file, Duration returning)
      throws InterruptedException {
    int number = Integer.parseInt(file.substring("log-".length()));
    traces.leave("searched-" + number);
    if (number == 1) {
      return "";
    }
    if (number == 2) {
      return HIT;
    }
    if (number > 2) {
      traces.await("go-on", 1, PATIENCE);
    } else if (!traces.await("go-on-returned", 1, returning)) {
      traces.leave("go-on-late");
    }
    return "";
  }
}
