package processpool.example2.exercises;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static processpool.lesson.Lesson.PATIENCE;
import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.same;
import static processpool.lesson.Lesson.shown;
import static processpool.lesson.Lesson.yours;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Program;
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
    same(
        pool.workerPids().size(),
        2,
        "workers in the pool; without processes(2) it takes one for each processor.",
        "进程池里的工作进程数；不写 processes(2) 时，每个处理器一个。");
    checkGreetings(
        "each worker is a JVM with static fields of its own, so what main sets here, or a task sets"
            + " in one worker, no other worker sees. The builder's initializer runs in each of them.",
        "每个工作进程都是独立的 JVM，有自己的静态字段；main 在这里设置的、或者任务在某个工作进程里设置的值，别的工作进程看不到。构建器的 initializer 会在每个工作进程里执行。");

    AsyncResult<Void> deadly = pool.runAsync(() -> Runtime.getRuntime().halt(3));
    assertThrows(ExecutionException.class, () -> deadly.get(PATIENCE));
    checkGreetings(
        "one of them has taken the place of a worker that died, and nobody has prepared it: tasks"
            + " that you submit once cannot. The builder's initializer runs in each worker, whenever"
            + " it starts.",
        "其中一个接替了意外退出的工作进程，却没有人为它做准备：只提交一次的任务做不到。构建器的 initializer 在每个工作进程里都会执行，无论它何时启动。");
  }

  private void checkGreetings(String unprepared, String unpreparedChinese) throws Exception {
    Traces traces = Traces.create();
    AsyncResult<String> ada = pool.applyAsync(name -> greetTogether(traces, name), "Ada");
    AsyncResult<String> bai = pool.applyAsync(name -> greetTogether(traces, name), "Bai");
    List<String> greetings = List.of(asked(ada::get), asked(bai::get));
    String told = shown(greetings);
    check(
        !told.contains("prepared 0x"),
        "the two workers greet: " + told + ". \"0x\" served its task unprepared: " + unprepared,
        "两个工作进程的问候：" + told + "。其中“0x”没有准备就处理了任务：" + unpreparedChinese);
    same(
        greetings,
        List.of("Good day, Ada! (prepared 1x)", "Good day, Bai! (prepared 1x)"),
        "how the two workers greet: the initializer has run in each, but not once and with the text"
            + " that open was given. A lambda that reads a static field reads the worker's own.",
        "两个工作进程的问候：initializer 在各个工作进程里都执行了，但次数不是一次，或者用的不是传给 open 的文本。lambda 里读静态字段，读到的是工作进程自己的。");
  }

  @Test
  void thePoolHasTwoWorkersOnAMachineWithThreeProcessorsToo() throws Exception {
    same(
        Program.workersOn(3, OnAnotherMachine.class),
        2,
        "workers in the pool on a machine with three processors: without processes(2) it takes one"
            + " for each processor, and two here is luck.",
        "在有三个处理器的机器上，进程池里的工作进程数：不写 processes(2) 时，每个处理器一个；这里正好两个只是碰巧。");
  }

  /** The pool, seen from a JVM with another number of processors. */
  static final class OnAnotherMachine {
    public static void main(String[] args) {
      ProcessPool pool = Ex10Initializer.open("Good day");
      System.out.println("workers=" + pool.workerPids().size());
      pool.terminate();
    }
  }

  private static String greetTogether(Traces traces, String name) throws InterruptedException {
    traces.leave("here");
    traces.await("here", 2, PATIENCE);
    return Ex10Initializer.greet(name);
  }
}
