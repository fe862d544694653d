package processpool.example3.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.yours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Traces;

/** Both workers note something, and a task is still running when finish is called. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex24OpenAndCloseTest {
  private static final Duration LATE = Duration.ofSeconds(2);

  @TempDir Path folder;
  private ProcessPool pool;

  @AfterEach
  void endThePool() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      pool.join(PATIENCE);
    }
  }

  @Test
  void allJournalsAreCompleteWhenFinishReturns() throws Exception {
    pool = yours(() -> Ex24OpenAndClose.open(folder.toString()));
    same(
        pool.workerPids().size(),
        2,
        "workers in the pool; without processes(2) it takes one for each processor.",
        "进程池里的工作进程数；不写 processes(2) 时，每个处理器一个。");
    Traces traces = Traces.create();
    asked(() -> pool.map(n -> noteTogether(traces, "parcel-" + n), List.of(0, 1), 1));
    AsyncResult<Void> late = pool.runAsync(() -> noteLater(traces));
    traces.await("begun", 1, PATIENCE);
    yours(() -> Ex24OpenAndClose.finish(pool));
    boolean lateIsDone = !traces.of("noted-late").isEmpty();
    List<List<String>> journals = journals();
    traces.leave("returned");

    check(
        !late.isCancelled(),
        "finish ended a task that was still running: terminate() kills the workers, and"
            + " onWorkerExit does not run in one that is killed. close() and join() let them leave"
            + " by themselves.",
        "finish 把还在执行的任务停掉了：terminate() 会杀掉工作进程，被杀掉的工作进程不会执行 onWorkerExit。close() 加 join() 才让它们自己退出。");
    check(
        lateIsDone,
        "finish came back while a task was still running, and its journal is not complete: close()"
            + " does not wait; what does?",
        "任务还在执行，finish 就返回了，日志还没有写全：close() 不等待；什么方法会等待？");
    check(
        !journals.isEmpty(),
        "no worker has opened a journal: the builder's initializer runs in each worker when it"
            + " starts.",
        "没有一个工作进程打开过日志：构建器的 initializer 会在每个工作进程启动时执行。");
    long closed = journals.stream().filter(journal -> journal.contains("closed")).count();
    check(
        closed > 0,
        "the journals are empty: what tasks had noted was still in memory when its worker left, and"
            + " nobody closed the journal there. What main closes is a journal of its own. The"
            + " builder's onWorkerExit runs in each worker before it leaves.",
        "日志是空的：任务记下的内容还在内存里，工作进程就退出了，没有人在那里关闭日志。main 关闭的只是它自己的日志。构建器的 onWorkerExit 会在每个工作进程退出之前执行。");
    check(
        closed == journals.size(),
        "of "
            + journals.size()
            + " journals "
            + closed
            + " was closed. A task reaches one worker"
            + " only; the builder's onWorkerExit runs in each of them before it leaves.",
        journals.size()
            + " 份日志只关闭了 "
            + closed
            + " 份。一个任务只会到达一个工作进程；构建器的 onWorkerExit 会在每个工作进程退出之前执行。");
    same(
        journals.stream().flatMap(List::stream).sorted().toList(),
        List.of("closed", "closed", "late", "parcel-0", "parcel-1"),
        "the lines of both journals, sorted: each parcel once, and each journal closed once.",
        "两份日志里的所有行（已排序）：每个包裹各一次，每份日志关闭一次。");
  }

  private List<List<String>> journals() throws IOException {
    List<List<String>> journals = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        journals.add(Files.readAllLines(file));
      }
    }
    return journals;
  }

  private static boolean noteTogether(Traces traces, String parcel) throws Exception {
    traces.leave("here");
    boolean met = traces.await("here", 2, PATIENCE);
    Ex24OpenAndClose.note(parcel);
    return met;
  }

  /** Ends when finish has returned, or after a while, as finish should wait for it. */
  private static void noteLater(Traces traces) throws Exception {
    traces.leave("begun");
    traces.await("returned", 1, LATE);
    Ex24OpenAndClose.note("late");
    traces.leave("noted-late");
  }
}
