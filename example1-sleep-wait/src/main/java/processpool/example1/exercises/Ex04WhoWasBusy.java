package processpool.example1.exercises;

import java.util.List;
import java.util.Map;

/**
 * Exercise 4: who was busy.
 *
 * <p>A worker process is not thrown away after its task; it serves the next one. The output of
 * example 1 shows it: lines such as {@code count=4, pid=4711}, and the same pid again and again.
 * Count from such lines how many tasks each process served. Other lines may be among them; they do
 * not count.
 *
 * <p>练习 4：谁处理了几个任务。
 *
 * <p>工作进程处理完一个任务并不会结束，而是接着处理下一个。 从示例 1 的输出就能看出来：在 {@code count=4, pid=4711} 这样的行里，同一个 pid 会反复出现。
 * 请根据这样的行，数出每个进程处理了几个任务。 输出里可能还有别的行，不要算进去。
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
    throw new UnsupportedOperationException("exercise Ex04WhoWasBusy: not done yet");
  }
}
