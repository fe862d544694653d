package processpool.example3.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import processpool.AsyncResult;
import processpool.ProcessPool;

/**
 * Exercise 19, solved. Both visits are submitted before either is waited for, so two workers run
 * them at the same time.
 *
 * <p>练习 19 的参考答案。先提交两次访问，再等待结果，所以两个工作进程同时执行它们。
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
    AsyncResult<String> ada = pool.applyAsync(() -> visit(folder, "ada", "bai"));
    AsyncResult<String> bai = pool.applyAsync(() -> visit(folder, "bai", "ada"));
    return List.of(ada.get(), bai.get());
  }
}
