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
 * <p>Ada 在约定的地点等 Bai，Bai 也在等 Ada。一个接一个地来，谁也等不到谁； 只有真正同时运行的两个进程才能相遇。 请提交两次访问，{@code visit(folder,
 * "ada", "bai")} 和 {@code visit(folder, "bai", "ada")}，并返回它们的结果。任务可以有两个以上的参数：lambda 会带上它用到的东西。
 */
public final class Ex19Meet {
  private Ex19Meet() {}

  /**
   * Comes to a meeting and waits for the other one, but not for ever; complete.
   *
   * @param folder the meeting place
   * @param me who comes
   * @param other whom to wait for
   * @return whom it met, and in which process this one is
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
   * Lets Ada and Bai meet.
   *
   * @param pool a pool of two
   * @param folder the meeting place
   * @return what the visits of "ada" and "bai" returned, in this order
   * @throws Exception if you need it
   */
  static List<String> meet(ProcessPool pool, String folder) throws Exception {
    throw new UnsupportedOperationException("exercise Ex19Meet: not done yet");
  }
}
