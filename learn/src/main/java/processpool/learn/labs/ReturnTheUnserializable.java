package processpool.learn.labs;

import static processpool.lesson.Lesson.check;

import java.io.NotSerializableException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import processpool.ProcessPool;
import processpool.lesson.Lesson;

/** Lets a task return what cannot travel back. */
public final class ReturnTheUnserializable implements Lab {
  @Override
  public Sentence title() {
    return new Sentence("return something that cannot be serialized", "返回无法序列化的东西");
  }

  @Override
  public Sentence announced() {
    return new Sentence(
        "A task returns a Thread, which belongs to its process and cannot travel. You will see its"
            + " result fail with a NotSerializableException that names the class, and then the same"
            + " worker serve the next task: nothing was lost but the result.",
        "一个任务返回 Thread。线程属于自己的进程，无法传递。你会看到：结果以 NotSerializableException 失败，异常里写明类名；"
            + "然后同一个工作进程继续执行下一个任务：丢失的只有这个结果。");
  }

  @Override
  public Set<Long> run(Stage stage) throws Exception {
    ProcessPool pool = new ProcessPool(1);
    try {
      Set<Long> involved = new HashSet<>(pool.workerPids());
      stage.show(failure(pool));
      long next = pool.apply(() -> ProcessHandle.current().pid());
      check(involved.contains(next), "the worker was replaced", "工作进程换成了另一个");
      stage.say(
          new Sentence(
              "The next task was served by the same worker, pid " + next + ".",
              "下一个任务由同一个工作进程执行，进程号为 " + next + "。"));
      return involved;
    } finally {
      pool.terminate();
      pool.join();
    }
  }

  private static String failure(ProcessPool pool) throws InterruptedException {
    try {
      pool.apply(() -> Thread.currentThread());
    } catch (ExecutionException e) {
      String seen = String.valueOf(e.getCause());
      check(
          e.getCause() instanceof NotSerializableException && seen.contains("Thread"),
          "wanted a NotSerializableException that names Thread, but: " + seen,
          "应为写明 Thread 的 NotSerializableException，实际是：" + seen);
      return seen;
    }
    throw Lesson.failure("the thread came back", "线程被传递回来了");
  }
}
