package processpool.learn.labs;

import static processpool.lesson.Lesson.check;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import processpool.AsyncResult;
import processpool.ProcessPool;
import processpool.lesson.Lesson;
import processpool.lesson.Traces;

/** Occupies all workers with tasks that never end, and frees them. */
public final class FillThePool implements Lab {
  @Override
  public Sentence title() {
    return new Sentence("fill the pool with tasks that never end", "用永不结束的任务占满进程池");
  }

  @Override
  public Sentence announced() {
    return new Sentence(
        "Two tasks that never end occupy both workers of a pool, and a third waits at the door. You"
            + " will see that it waits for as long as we look; that cancel(true) kills the two"
            + " workers; and that the third task is then served, by a fresh one.",
        "两个永不结束的任务占住了进程池的两个工作进程，第三个任务在门口等待。"
            + "你会看到：无论看多久，它都一直在等待；cancel(true) 杀掉这两个工作进程；然后新的工作进程执行第三个任务。");
  }

  @Override
  public Set<Long> run(Stage stage) throws Exception {
    ProcessPool pool = new ProcessPool(2);
    try {
      Set<Long> involved = new HashSet<>(pool.workerPids());
      Traces traces = Traces.create();
      List<AsyncResult<Void>> endless =
          List.of(pool.runAsync(() -> spin(traces)), pool.runAsync(() -> spin(traces)));
      AsyncResult<String> third =
          pool.applyAsync(() -> "served by " + ProcessHandle.current().pid());
      check(traces.await("begun", 2, Lesson.PATIENCE), "no two tasks have begun", "没有两个任务开始");
      check(
          !third.await(Duration.ofSeconds(1)),
          "the third task did not wait at the door",
          "第三个任务没有在门口等待");
      stage.say(
          new Sentence(
              "For a second, the third task has been waiting. Now cancel(true), twice:",
              "第三个任务已经等待了一秒。现在调用两次 cancel(true)："));
      for (AsyncResult<Void> task : endless) {
        check(task.cancel(true), "a running task was not cancelled", "正在运行的任务没有被取消");
      }
      String served = third.get(Lesson.PATIENCE);
      stage.show(served);
      check(
          traces.pids("begun").stream().noneMatch(pid -> served.endsWith(" " + pid)),
          "a worker outlived the cancelling of its task",
          "工作进程在任务被取消后还活着");
      involved.addAll(pool.workerPids());
      return involved;
    } finally {
      pool.terminate();
      pool.join();
    }
  }

  private static void spin(Traces traces) {
    traces.leave("begun");
    while (true) {
      Thread.onSpinWait();
    }
  }
}
