package processpool.example3.exercises;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import processpool.AsyncResult;
import processpool.ProcessPool;

/** Exercise 19, solved. */
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
    AsyncResult<String> ada = pool.applyAsync(() -> visit(folder, "ada", "bai"));
    AsyncResult<String> bai = pool.applyAsync(() -> visit(folder, "bai", "ada"));
    return List.of(ada.get(), bai.get());
  }
}
