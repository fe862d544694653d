package processpool.example1.exercises;

import java.util.List;
import java.util.Map;

/** Exercise 4, wrong: prints what it should return. */
public final class Ex04WhoWasBusy {
  private Ex04WhoWasBusy() {}

  /**
   * Counts. 计数。
   *
   * @param printed lines that a program has printed / 程序打印的各行
   * @return how many tasks each process served, by its pid / 每个进程处理的任务数，以进程号为键
   */
  static Map<Long, Integer> tasksPerWorker(List<String> printed) {
    for (String line : printed) {
      if (line.startsWith("count=")) System.out.println(line);
    }
    return null;
  }
}
