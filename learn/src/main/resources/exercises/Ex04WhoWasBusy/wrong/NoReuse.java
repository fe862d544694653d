package processpool.example1.exercises;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Exercise 4, wrong: counts each process once. */
public final class Ex04WhoWasBusy {
  private Ex04WhoWasBusy() {}

  /**
   * Counts.
   *
   * @param printed lines that a program has printed
   * @return how many tasks each process served, by its pid
   */
  static Map<Long, Integer> tasksPerWorker(List<String> printed) {
    Map<Long, Integer> tasks = new TreeMap<>();
    for (String line : printed) {
      if (line.startsWith("count=")) {
        tasks.put(Long.parseLong(line.substring(line.indexOf("pid=") + 4)), 1);
      }
    }
    return tasks;
  }
}
