package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listening, from the outside: whole programs, and what they are started with. */
@Timeout(120)
class ListeningProgramTest {
  @TempDir Path directory;

  /** Runs two tasks; its main returns while the second sleeps. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      pool.apply(Tasks::square, 1);
      AsyncResult<Void> second = pool.runAsync(() -> TimeUnit.HOURS.sleep(1));
      while (second.workerPid().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  /**
   * A worker inherits the property, but who listens to the program does not listen to its workers.
   */
  static class Nested {
    public static void main(String[] args) throws Exception {
      new ProcessPool(1).apply(() -> new ProcessPool(1).apply(Tasks::square, 2));
    }
  }

  /** Named on the command line. */
  public static class Printer implements PoolListener {
    @Override
    public void taskStarted(TaskEvent task) {
      System.out.println("task " + task.task() + " started");
    }

    @Override
    public void programEnding() {
      System.out.println("ending");
    }
  }

  /** Named beside it. */
  public static class Counter implements PoolListener {
    private int tasks;

    @Override
    public void taskSubmitted(TaskEvent task) {
      tasks++;
    }

    @Override
    public void programEnding() {
      System.out.println(tasks + " tasks");
    }
  }

  private static List<String> run(String... options) throws Exception {
    return run(Program.class, options);
  }

  private static List<String> run(Class<?> program, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = process.inputReader()) {
      List<String> printed = lines.lines().toList();
      assertThat(process.waitFor()).as("%s", printed).isZero();
      return printed;
    }
  }

  @Test
  void aListenerNamedOnTheCommandLineHearsAllUntilTheProgramEnds() throws Exception {
    assertThat(run("-Dprocesspool.listener=" + Printer.class.getName()))
        .containsExactly("task 0 started", "task 1 started", "ending");
  }

  @Test
  void severalAreNamedWithCommasBetweenThem() throws Exception {
    String names = Printer.class.getName() + ", " + Counter.class.getName() + ",";
    assertThat(run("-Dprocesspool.listener=" + names))
        .containsExactlyInAnyOrder("task 0 started", "task 1 started", "ending", "2 tasks");
  }

  @Test
  void itDoesNotHearThePoolsInsideItsTasks() throws Exception {
    assertThat(run(Nested.class, "-Dprocesspool.listener=" + Printer.class.getName()))
        .containsExactly("task 0 started", "ending");
  }

  @Test
  void aListenerThatCannotBeMadeIsRefusedByName() throws Exception {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dprocesspool.listener=no.such.Listener",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());
    Process started = program.redirectErrorStream(true).start();
    try (var lines = started.inputReader()) {
      assertThat(lines.lines().toList())
          .anyMatch(
              line ->
                  line.contains("cannot make the listener that -Dprocesspool.listener names")
                      && line.contains("class=no.such.Listener"));
    }
    assertThat(started.waitFor()).isNotZero();
  }

  @Test
  void aFlightRecordingHoldsTheSameEvents() throws Exception {
    Path file = directory.resolve("run.jfr");
    run("-XX:StartFlightRecording:filename=" + file);
    List<String> names = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String name = event.getEventType().getName();
      if (name.startsWith("processpool.")) {
        names.add(name);
        assertThat(event.getLong("workerPid")).isNotZero();
        if (name.startsWith("processpool.Task")) {
          assertThat(event.getLong("submission")).isBetween(0L, 1L);
          assertThat(event.getLong("index")).isZero();
          assertThat(event.getLong("size")).isEqualTo(1);
          assertThat(event.getString("node")).isEmpty();
        }
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "processpool.WorkerStarted",
            "processpool.WorkerReady",
            "processpool.TaskSubmitted",
            "processpool.TaskStarted",
            "processpool.TaskFinished",
            "processpool.TaskSubmitted",
            "processpool.TaskStarted");
  }

  @Test
  void withoutARecordingNothingOfTheRecorderButItsSwitchIsLoaded() throws Exception {
    List<String> loaded =
        run("-Xlog:class+load").stream()
            .filter(line -> line.contains(" jdk.jfr.") || line.contains("FlightEvents"))
            .toList();
    assertThat(loaded).singleElement().asString().contains("jdk.jfr.FlightRecorder ");
  }

  @Test
  void aRuntimeWithoutTheRecorderWillDo() throws Exception {
    assertThat(run("--limit-modules=java.base,java.logging")).isEmpty();
  }
}
