package processpool.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.AsyncResult;
import processpool.PoolListener;
import processpool.ProcessPool;

/** Whole programs, started as the examples' Maven command starts them. */
@Timeout(120)
class TimelineListenerTest {
  @TempDir Path directory;

  /** Returns from main while a task runs, as example 1 may. */
  static class Program {
    public static void main(String[] args) throws Exception {
      CountDownLatch begun = new CountDownLatch(2);
      PoolListener told =
          new PoolListener() {
            @Override
            public void taskStarted(TaskEvent task) {
              begun.countDown();
            }
          };
      ProcessPool pool = ProcessPool.builder().processes(2).listener(told).build();
      pool.apply(Runs::nap, 1);
      AsyncResult<Void> unused = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
      begun.await(); // that it runs is known here before anybody hears of it
      pool.apply(Runs::nap, 2); // all others have heard of it by now
    }
  }

  private record Printed(int exitCode, List<String> lines) {}

  private Printed run(String timeline) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dprocesspool.listener=" + TimelineListener.class.getName(),
                "-Dprocesspool.timeline=" + timeline,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    try (var lines = program.inputReader()) {
      List<String> printed = lines.lines().toList();
      return new Printed(program.waitFor(), printed);
    }
  }

  @Test
  void theEndOfMainLeavesThePageAndPrintsTheChart() throws Exception {
    Printed printed = run("new folder/run.html");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.lines()).filteredOn(line -> line.startsWith("pid ")).hasSize(2);
    assertThat(printed.lines()).anyMatch(line -> line.contains("~"));
    assertThat(directory.resolve("new folder/run.html"))
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("data-task=\"0\"", "cut-off\" data-from", "Runs::nap");
  }

  @Test
  void aNameThatEndsInSvgLeavesThePictureAlone() throws Exception {
    assertThat(run("run.svg").exitCode()).isZero();
    assertThat(directory.resolve("run.svg")).content().contains("<svg ").doesNotContain("<script");
  }

  @Test
  void anyOtherNameIsRefusedAtTheStart() throws Exception {
    Printed printed = run("run.png");
    assertThat(printed.exitCode()).isNotZero();
    assertThat(printed.lines())
        .anyMatch(line -> line.contains("must end in .html or .svg: processpool.timeline=run.png"));
    assertThat(Files.list(directory)).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidAndEndsNothingElse() throws Exception {
    Files.writeString(directory.resolve("file"), "");
    Printed printed = run("file/run.svg");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.lines())
        .anyMatch(line -> line.startsWith("cannot write the timeline: file="));
  }
}
