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
 * <p>练习 4：谁在干活。
 *
 * <p>工作进程执行完任务并不会被丢弃，而是接着处理下一个。示例 1 的输出就能看出来： 形如 {@code count=4, pid=4711} 的行里，同样的 pid 一再出现。
 * 请从这样的行里数出每个进程处理了几个任务。其中可能夹杂别的行，它们不算。
 */
public final class Ex04WhoWasBusy {
  private Ex04WhoWasBusy() {}

  /**
   * Counts.
   *
   * @param printed lines that a program has printed
   * @return how many tasks each process served, by its pid
   */
  static Map<Long, Integer> tasksPerWorker(List<String> printed) {
    throw new UnsupportedOperationException("exercise Ex04WhoWasBusy: not done yet");
  }
}
