package processpool.learn;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import processpool.ProcessPool;

/** Looks at what the exercises need, and says what to do where something is amiss. */
final class Doctor {
  private static final String WORKERS_MAIN = "processpool.worker.WorkerMain";
  private static final long SLOW_MILLIS = 3000;

  private final Pages pages;
  private final Progress progress;
  private final Texts texts;
  private final StringBuilder page = new StringBuilder();
  private boolean healthy = true;

  Doctor(Pages pages, Progress progress) {
    this.pages = pages;
    this.progress = progress;
    this.texts = pages.texts();
  }

  String report() throws InterruptedException {
    page.append(pages.style().strong(texts.say("doctor"))).append('\n');
    String java = texts.say("doctor.jdk", Runtime.version(), System.getProperty("java.home"));
    check(ToolProvider.getSystemJavaCompiler() != null, java, "doctor.jdk.bad");
    String maven = System.getProperty("learn.maven", "");
    check(!maven.isEmpty(), texts.say("doctor.maven", maven), "doctor.maven.bad");
    encoding();
    files();
    int cores = Runtime.getRuntime().availableProcessors();
    check(cores > 1, texts.say("doctor.cores", cores), "doctor.cores.bad");
    start();
    leftOver();
    if (healthy) {
      page.append(pages.style().good(texts.say("doctor.ok"))).append('\n');
    }
    return page.toString();
  }

  private void check(boolean good, String finding, String adviceKey) {
    result(good, finding, good ? "" : texts.say(adviceKey));
  }

  private void result(boolean good, String finding, String advice) {
    String mark = good ? pages.style().good("[ok]") : pages.style().bad("[!!]");
    page.append(mark).append(' ').append(hanging(finding)).append('\n');
    if (!good) {
      healthy = false;
      page.append("     ").append(hanging(advice)).append('\n');
    }
  }

  private static String hanging(String text) {
    return Lines.wrap(text).replace("\n", "\n     ");
  }

  private void encoding() {
    String own = System.getProperty("native.encoding", System.getProperty("file.encoding", "?"));
    String terminal = Main.charset().name();
    boolean good = own.startsWith("UTF") || own.startsWith("GB") || own.startsWith("MS936");
    check(good, texts.say("doctor.encoding", own, terminal), "doctor.encoding.bad");
  }

  private void files() {
    String odd =
        progress.exercises().stream()
            .filter(exercise -> progress.saved(exercise).form() != Saved.Form.UTF_8)
            .map(Exercise::id)
            .collect(Collectors.joining(", "));
    result(
        odd.isEmpty(),
        odd.isEmpty() ? texts.say("doctor.files") : texts.say("doctor.files.bad", odd),
        texts.say("doctor.files.advice"));
  }

  private void start() throws InterruptedException {
    long begin = System.nanoTime();
    ProcessPool pool = new ProcessPool(1);
    try {
      pool.apply(() -> 1);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      check(millis < SLOW_MILLIS, texts.say("doctor.start", millis), "doctor.start.bad");
    } catch (ExecutionException e) {
      String folder = System.getProperty("java.io.tmpdir", "?");
      result(false, texts.say("doctor.start", -1), texts.say("doctor.start.failed", e, folder));
    } finally {
      pool.terminate();
      pool.join();
    }
  }

  /** Workers whose parent is gone; a pool's own end with it, so there should be none. */
  private void leftOver() {
    List<Long> left =
        ProcessHandle.allProcesses()
            .filter(p -> p.info().commandLine().orElse("").contains(WORKERS_MAIN))
            .filter(p -> p.parent().map(parent -> parent.pid() == 1).orElse(true))
            .map(ProcessHandle::pid)
            .toList();
    String pids = left.stream().map(String::valueOf).collect(Collectors.joining(" "));
    String kill = Main.onWindows() ? "taskkill /F /PID " + pids : "kill -9 " + pids;
    result(
        left.isEmpty(),
        left.isEmpty() ? texts.say("doctor.left") : texts.say("doctor.left.bad", pids),
        texts.say("doctor.left.advice", kill));
  }
}
