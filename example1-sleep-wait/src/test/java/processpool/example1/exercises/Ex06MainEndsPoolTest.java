package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.lesson.Program;
import processpool.lesson.Traces;
import processpool.lesson.Traces.Trace;

/** Runs the program in a JVM of its own and looks at what is left when main has ended. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex06MainEndsPoolTest {

  @Test
  void theWorkersEndWithMainAndWhateverTheyRun() throws Exception {
    Traces traces = Traces.create();
    Program program = Program.run(Ex06MainEndsPool.class, PATIENCE, traces.folder());
    boolean ended = program.exitCode() != Program.STILL_RUNNING;
    List<Trace> begun =
        traces.startingWith("").stream().filter(t -> t.name().endsWith("-begun")).toList();
    check(
        begun.stream().noneMatch(trace -> trace.pid() == program.pid()),
        "a task ran in main's own process, pid="
            + program.pid()
            + ": a plain call runs there, and so does a thread. Submit it to a pool.",
        "有任务在 main 自己的进程里执行，pid=" + program.pid() + "：直接调用在那里执行，线程也一样。请提交给进程池。");
    check(
        ended || begun.size() < 2,
        "both tasks had begun, but main had not returned after 20 s: it waits for their end, as"
            + " get() and join() do. Wait only until begun(folder) is 2, and return.",
        "两个任务都开始了，20 秒后 main 还没有返回：它在等任务完成，get() 和 join() 就是这样。只需等到 begun(folder) 为 2，然后返回。");
    check(
        ended,
        "main had not returned after 20 s, with "
            + begun.size()
            + " of 2 tasks begun: it waits for one that does not begin. A worker serves one task at"
            + " a time, so two at a time need a pool of two; the files are folder/a and folder/b.",
        "20 秒后 main 还没有返回，2 个任务只开始了 "
            + begun.size()
            + " 个：它等的任务不会开始。一个工作进程一次只处理一个任务，要同时开始两个，就需要两个工作进程；文件是 folder/a 和 folder/b。");
    program.checkEndedWell();
    check(
        begun.size() == 2,
        "only "
            + begun.size()
            + " of 2 tasks had begun when main ended; submit both to a pool of two, and wait until"
            + " begun(folder) is 2.",
        "main 结束时 2 个任务只开始了 " + begun.size() + " 个；请都提交给有两个工作进程的进程池，等到 begun(folder) 为 2。");
    same(
        traces.startingWith("").size() - begun.size(),
        0,
        "tasks that came to their end; main had to end first.",
        "执行到底的任务数；main 必须先结束。");
    for (Trace trace : begun) {
      ProcessHandle.of(trace.pid())
          .ifPresent(
              worker -> worker.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
    }
  }
}
