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
    program.checkEndedWell();
    List<Trace> begun =
        traces.startingWith("").stream().filter(t -> t.name().endsWith("-begun")).toList();
    check(
        begun.size() == 2,
        "only "
            + begun.size()
            + " of 2 tasks had begun when main ended; submit both to a pool of two, and wait until"
            + " begun(folder) is 2.",
        "main 结束时 2 个任务只开始了 " + begun.size() + " 个；请都提交给两个工作进程的进程池，等到 begun(folder) 为 2。");
    check(
        begun.stream().noneMatch(trace -> trace.pid() == program.pid()),
        "a task ran in main's own process, pid=" + program.pid() + "; submit it to a pool.",
        "有任务在 main 自己的进程里执行，pid=" + program.pid() + "；请提交给进程池。");
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
