package processpool.example3.exercises;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import processpool.ProcessPool;

/**
 * Exercise 24: open at a worker's start, close at its end.
 *
 * <p>Each worker keeps a journal, a file of its own: it is opened when the worker starts, and what
 * tasks write stays in memory until it is closed. Open a pool of two workers that run {@link
 * #openJournal} when they start and {@link #closeJournal} before they leave. Then finish: when that
 * method returns, all tasks that were submitted are done, the workers are gone, and the journals
 * are complete.
 *
 * <p>练习 24：工作进程启动时打开，退出时关闭。
 *
 * <p>每个工作进程都有自己的日志文件：启动时打开；任务写的内容先留在内存里，关闭时才写进文件。 请创建有两个工作进程的进程池：启动时执行 {@link #openJournal}，退出之前执行
 * {@link #closeJournal}。 然后完成 finish：它返回的时候，提交过的任务都已完成，工作进程都已退出，日志都已写全。
 */
public final class Ex24OpenAndClose {
  private static Writer journal = Writer.nullWriter();

  private Ex24OpenAndClose() {}

  /**
   * Opens the journal of the process that it runs in; complete. 打开所在进程的日志；已经写好。
   *
   * @param folder where the journals are / 日志所在的目录
   */
  static void openJournal(String folder) throws IOException {
    String name = "journal-" + ProcessHandle.current().pid() + ".txt";
    journal = Files.newBufferedWriter(Path.of(folder, name));
  }

  /**
   * A task: notes a parcel; complete. 一个任务：记下一个包裹；已经写好。
   *
   * @param parcel its name / 包裹的名字
   */
  static void note(String parcel) throws IOException {
    journal.write(parcel + "\n"); // stays in memory for now / 暂时留在内存里
  }

  /** Writes the last line, and closes the journal; complete. 写下最后一行，关闭日志；已经写好。 */
  static void closeJournal() throws IOException {
    journal.write("closed\n");
    journal.close();
  }

  /**
   * Opens the pool. 创建进程池。
   *
   * @param folder where the journals are to be / 日志要放在哪个目录
   * @return a pool of two, whose workers keep journals / 有两个工作进程的进程池，各写各的日志
   */
  static ProcessPool open(String folder) {
    throw new UnsupportedOperationException("exercise Ex24OpenAndClose: not done yet");
  }

  /**
   * Comes back when all journals are complete. 等所有日志都写全之后返回。
   *
   * @param pool what open returned, with tasks that may still be running / open 返回的进程池，任务可能还在执行
   * @throws Exception if you need it / 需要时可以抛出
   */
  static void finish(ProcessPool pool) throws Exception {
    throw new UnsupportedOperationException("exercise Ex24OpenAndClose: not done yet");
  }
}
