package processpool.example1.exercises;

import static processpool.lesson.Lesson.asked;
import static processpool.lesson.Lesson.check;
import static processpool.lesson.Lesson.yours;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** Counts the worker processes of the pool that was created. */
@Tag("exercise")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Ex02PoolSizeTest {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @Test
  void twoTasksInOneWaveNeedTwoWorkers() throws Exception {
    checkThePoolFor(2, 1, 2);
  }

  @Test
  void fiveTasksInTwoWavesNeedThreeWorkers() throws Exception {
    checkThePoolFor(5, 2, 3);
  }

  @Test
  void sixTasksInThreeWavesNeedTwoWorkers() throws Exception {
    checkThePoolFor(6, 3, 2);
  }

  private static void checkThePoolFor(int tasks, int waves, int wanted) throws Exception {
    ProcessPool pool = yours(() -> Ex02PoolSize.poolFor(tasks, waves));
    try {
      int workers = workersOf(pool);
      String forTasks = workers + " worker(s) for " + tasks + " tasks in " + waves + " wave(s)";
      String forTasksChinese = tasks + " 个任务要在 " + waves + " 批内处理完，你开了 " + workers + " 个工作进程";
      check(
          workers >= wanted,
          forTasks
              + " is too few: one wave serves as many tasks as there are workers, so these need "
              + (tasks + workers - 1) / workers
              + " waves."
              + origin(workers, tasks, waves),
          forTasksChinese
              + "，太少了：每批处理的任务数等于工作进程数，这样需要 "
              + (tasks + workers - 1) / workers
              + " 批。"
              + originChinese(workers, tasks, waves));
      check(
          workers <= wanted,
          forTasks
              + " is more than needed: "
              + wanted
              + " can do it. Each worker is a process, which takes time to start, and memory."
              + origin(workers, tasks, waves),
          forTasksChinese
              + "，太多了："
              + wanted
              + " 个就够。每个工作进程都是一个进程，启动要花时间，还要占内存。"
              + originChinese(workers, tasks, waves));
      asked(() -> pool.apply(() -> "served"));
    } finally {
      pool.terminate();
    }
  }

  private static int workersOf(ProcessPool pool) {
    List<Long> pids = pool.workerPids();
    Set<Long> others = new HashSet<>(pids);
    others.remove(ProcessHandle.current().pid());
    return others.size();
  }

  /** Where such a number may come from. */
  private static String origin(int workers, int tasks, int waves) {
    String rounded = tasks / waves == workers ? " A division of whole numbers rounds down." : "";
    return workers != PROCESSORS
        ? rounded
        : rounded
            + " And new ProcessPool() without a number takes one for each processor, here "
            + workers
            + ".";
  }

  private static String originChinese(int workers, int tasks, int waves) {
    String rounded = tasks / waves == workers ? "整数除法向下取整。" : "";
    return workers != PROCESSORS
        ? rounded
        : rounded + "另外，new ProcessPool() 不写数字时，每个处理器一个，这里是 " + workers + " 个。";
  }
}
