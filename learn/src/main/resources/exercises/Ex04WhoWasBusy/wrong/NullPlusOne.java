package processpool.example1.exercises;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exercise 4, wrong: adds one to the null of a pid that is new. */
public final class Ex04WhoWasBusy {
  private Ex04WhoWasBusy() {}

  /**
   * Counts. 计数。
   *
   * @param printed lines that a program has printed / 程序打印的各行
   * @return how many tasks each process served, by its pid / 每个进程处理的任务数，以进程号为键
   */
  static Map<Long, Integer> tasksPerWorker(List<String> printed) {
    Map<Long, Integer> tasks = new HashMap<>();
    for (String line : printed) {
      if (line.startsWith("count=")) {
        long pid = Long.parseLong(line.substring(line.indexOf("pid=") + 4));
        tasks.put(pid, tasks.get(pid) + 1);
      }
    }
    return tasks;
  }
}
