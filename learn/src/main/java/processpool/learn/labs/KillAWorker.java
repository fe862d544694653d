package processpool.learn.labs;

import static processpool.lesson.Lesson.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.WorkerDiedException;
import processpool.lesson.Lesson;
import processpool.lesson.Traces;

/** Ends a worker's process while it serves a task. */
public final class KillAWorker implements Lab {
  private static final int GUESTS = 4;
  private static final int LOOKS = 600;
  private static final long LOOK_MILLIS = 100;

  @Override
  public Sentence title() {
    return new Sentence("kill a worker while it works", "工作进程正在执行任务时杀掉它");
  }

  @Override
  public Sentence announced() {
    return new Sentence(
        "A pool of two serves five tasks, and one worker is killed in the middle of one. You will"
            + " see that this one task fails, with the pid of its worker, and that the other four"
            + " are served: a fresh worker takes the place of the dead one.",
        "进程池有两个工作进程，处理五个任务，其中一个工作进程在执行任务时被杀掉。"
            + "你会看到：只有那一个任务失败，异常里写明工作进程的进程号；其余四个照常完成，新的工作进程接替它。");
  }

  @Override
  public Set<Long> run(Stage stage) throws Exception {
    ProcessPool pool = new ProcessPool(2);
    try {
      Set<Long> involved = new HashSet<>(pool.workerPids());
      Traces traces = Traces.create();
      AsyncResult<String> soup = pool.applyAsync(() -> serveForHours(traces));
      List<AsyncResult<String>> others = new ArrayList<>();
      for (int i = 0; i < GUESTS; i++) {
        others.add(pool.applyAsync(n -> "served " + n, i));
      }
      check(traces.await("begun", 1, Lesson.PATIENCE), "no task has begun", "没有任务开始");
      long victim = traces.pids("begun").iterator().next();
      letItBeKilled(stage, victim);

      String seen = failureOf(soup, victim);
      stage.show(seen);
      for (AsyncResult<String> other : others) {
        stage.show(other.get());
      }
      stage.show(pool.apply(() -> "served by a pool of two, once more"));
      involved.addAll(pool.workerPids());
      return involved;
    } finally {
      pool.terminate();
      pool.join();
    }
  }

  private static String serveForHours(Traces traces) throws InterruptedException {
    traces.leave("begun");
    TimeUnit.HOURS.sleep(1);
    return "never";
  }

  private static void letItBeKilled(Stage stage, long victim) {
    ProcessHandle worker = ProcessHandle.of(victim).orElse(null);
    if (stage.leftToMe(1)) { // as on a command line, where no key is waited for
      stage.say(
          new Sentence(
              "The worker with pid "
                  + victim
                  + " serves a task that takes an hour. Now it is killed:",
              "进程号为 " + victim + " 的工作进程正在执行一个要一小时的任务。现在杀掉它："));
    } else {
      giveAMinute(stage, victim, worker);
    }
    if (worker != null) {
      worker.destroyForcibly();
    }
  }

  private static void giveAMinute(Stage stage, long victim, @Nullable ProcessHandle worker) {
    stage.say(
        new Sentence(
            "The worker with pid "
                + victim
                + " serves a task that takes an hour. Kill it, in another"
                + " terminal, or press any key to leave that to me:",
            "进程号为 " + victim + " 的工作进程正在执行一个要一小时的任务。请在另一个终端里杀掉它，或按任意键由实验来做："));
    stage.show(
        "kill -9 " + victim + "   (Linux, macOS)      taskkill /F /PID " + victim + "   (Windows)");
    for (int i = 0; i < LOOKS && worker != null && worker.isAlive(); i++) {
      if (stage.leftToMe(LOOK_MILLIS)) {
        break;
      }
    }
  }

  private static String failureOf(AsyncResult<String> soup, long victim)
      throws InterruptedException {
    try {
      String result = soup.get();
      throw Lesson.failure("a killed task returned " + result, "被杀掉的任务返回了 " + result);
    } catch (ExecutionException e) {
      check(
          e.getCause() instanceof WorkerDiedException died && died.pid() == victim,
          "wanted a WorkerDiedException with pid " + victim + ", but: " + e.getCause(),
          "应为进程号是 " + victim + " 的 WorkerDiedException，实际是：" + e.getCause());
      return String.valueOf(e.getCause());
    }
  }
}
