package processpool.example1.exercises;

import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.lesson.Program;
import processpool.lesson.Traces;

/** Runs the program in a JVM of its own and looks at what was served when main ended. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex05KeepMainAliveTest {

  @Test
  void mainEndsWhenAllSixOrdersAreServed() throws Exception {
    Traces traces = Traces.create();
    Program program = Program.run(Ex05KeepMainAlive.class, PATIENCE, traces.folder());
    program.checkEndedWell();
    int served = traces.startingWith("order").size();
    check(
        served == 6,
        "only " + served + " of 6 orders were served when main ended: the workers ended with it.",
        "main 结束时 6 个订单只处理了 " + served + " 个：工作进程随 main 一起结束了。");
    check(
        !traces.pids("order").contains(program.pid()),
        "main's own process served an order, pid=" + program.pid() + "; leave that to the workers.",
        "main 自己的进程处理了订单，pid=" + program.pid() + "；应交给工作进程。");
    same(
        traces.pids("order").size(),
        2,
        "processes that served orders: the two workers.",
        "处理订单的进程数：两个工作进程。");
  }
}
