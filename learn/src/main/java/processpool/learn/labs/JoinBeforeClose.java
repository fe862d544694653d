package processpool.learn.labs;

import java.util.HashSet;
import java.util.Set;
import processpool.ProcessPool;
import processpool.lesson.Lesson;

/** Joins a pool that may still get work. */
public final class JoinBeforeClose implements Lab {
  @Override
  public Sentence title() {
    return new Sentence("join before close", "先 join 再 close");
  }

  @Override
  public Sentence announced() {
    return new Sentence(
        "join() waits for the workers to leave, which they do when no more work can come. On a pool"
            + " that is open it would wait for ever, so it refuses. You will see the exception and"
            + " what it tells you to do; after that, close() and join() work as ever.",
        "join() 等待工作进程结束，而只有不会再有新任务时它们才结束。进程池还没有关闭时，join() 会永远等待下去，所以直接拒绝。"
            + "你会看到这个异常，其中说明了该怎么做；之后 close() 和 join() 照常工作。");
  }

  @Override
  public Set<Long> run(Stage stage) throws Exception {
    ProcessPool pool = new ProcessPool(2);
    try {
      Set<Long> involved = new HashSet<>(pool.workerPids());
      stage.show(refusal(pool));
      pool.close();
      pool.join();
      stage.show("close(); join();");
      return involved;
    } finally {
      pool.terminate();
    }
  }

  private static String refusal(ProcessPool pool) throws InterruptedException {
    try {
      pool.join();
    } catch (IllegalStateException e) {
      return e.toString();
    }
    throw Lesson.failure("join() did not refuse", "join() 没有拒绝");
  }
}
