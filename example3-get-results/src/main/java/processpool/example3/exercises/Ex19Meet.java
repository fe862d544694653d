package processpool.example3.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import processpool.ProcessPool;

/**
 * Exercise 19: two tasks that meet.
 *
 * <p>Ada waits at a meeting place until Bai comes, and Bai until Ada comes. One after the other
 * they would wait in vain; only two processes that really run side by side can meet. Submit both
 * visits, {@code visit(folder, "ada", "bai")} and {@code visit(folder, "bai", "ada")}, and return
 * what they return. A task may have more than two arguments: a lambda takes along what it uses.
 *
 * <p>练习 19：两个任务相遇。
 *
 * <p>Ada 在约定的地点等 Bai，Bai 也在那里等 Ada。 如果一个接一个地来，谁也等不到谁；只有两个进程真正同时运行，他们才能相遇。 请提交两次访问，{@code
 * visit(folder, "ada", "bai")} 和 {@code visit(folder, "bai", "ada")}，并返回它们的返回值。 任务的参数可以超过两个：lambda
 * 会带上它用到的变量。
 */
public final class Ex19Meet {
  private Ex19Meet() {}

  /**
   * Comes to a meeting and waits for the other one, but not for ever; complete.
   * 来到约定的地点等另一个人，但不会一直等；已经写好。
   *
   * @param folder the meeting place / 约定的地点
   * @param me who comes / 谁来
   * @param other whom to wait for / 等谁
   * @return whom it met, and in which process this one is / 遇到了谁，以及自己在哪个进程里
   */
  static String visit(String folder, String me, String other) throws Exception {
    Files.createFile(Path.of(folder, me));
    for (int i = 0; i < 400 && !Files.exists(Path.of(folder, other)); i++) {
      Thread.sleep(10);
    }
    String met = Files.exists(Path.of(folder, other)) ? other : "nobody";
    return me + " met " + met + " in " + ProcessHandle.current().pid();
  }

  /**
   * Lets Ada and Bai meet. 让 Ada 和 Bai 相遇。
   *
   * @param pool a pool of two / 有两个工作进程的进程池
   * @param folder the meeting place / 约定的地点
   * @return what the visits of "ada" and "bai" returned, in this order / 依次为 "ada" 和 "bai" 的访问的返回值
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<String> meet(ProcessPool pool, String folder) throws Exception {
    throw new UnsupportedOperationException("exercise Ex19Meet: not done yet");
  }
}
