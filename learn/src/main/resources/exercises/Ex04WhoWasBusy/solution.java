package processpool.example1.exercises;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exercise 4, solved. Each line of a task adds one to its process; merge begins with 1 where there
 * is nothing yet.
 *
 * <p>练习 4 的参考答案。任务打印的每一行给它的进程加一；还没有记录时，merge 从 1 开始。
 */
public final class Ex04WhoWasBusy {
  private Ex04WhoWasBusy() {}

  /**
   * Counts. 计数。
   *
   * @param printed lines that a program has printed / 程序打印的各行
   * @return how many tasks each process served, by its pid / 每个进程处理的任务数，以进程号为键
   */
  static Map<Long, Integer> tasksPerWorker(List<String> printed) {
    Map<Long, Integer> tasks = new TreeMap<>();
    for (String line : printed) {
      if (line.startsWith("count=")) {
        long pid = Long.parseLong(line.substring(line.indexOf("pid=") + 4));
        tasks.merge(pid, 1, Integer::sum);
      }
    }
    return tasks;
  }
}
