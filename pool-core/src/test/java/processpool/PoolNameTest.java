package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code name}: in thread names, logs, events and toString; "pool-1", "pool-2", … unless set. */
@Timeout(60)
class PoolNameTest {
  private ProcessPool pool;

  @AfterEach
  void end() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      pool.join();
    }
  }

  private static ProcessPool.Builder thumbnails() {
    return ProcessPool.builder().name("thumbnails").processes(2);
  }

  @Test
  void inToString() {
    pool = thumbnails().build();
    assertThat(pool)
        .hasToString(
            "ProcessPool[name=thumbnails, processes=2, state=running, waiting=0, running=0]");
    assertThat(pool.asExecutorService().toString()).contains("name=thumbnails");
  }

  @Test
  void inTheNamesOfItsThreads() throws Exception {
    pool = thumbnails().build();
    pool.map(Tasks::square, List.of(1, 2, 3));
    assertThat(threads())
        .contains(
            "processpool-thumbnails-worker-1-life",
            "processpool-thumbnails-worker-2-life",
            "processpool-thumbnails-worker-1-reader",
            "processpool-thumbnails-worker-2-stderr");
  }

  private static Stream<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }

  @Test
  void inEvents() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    PoolListener listener =
        new PoolListener() {
          @Override
          public void workerReady(WorkerEvent worker) {
            told.add("worker of " + worker.pool());
          }

          @Override
          public void taskFinished(TaskEvent task) {
            told.add("task of " + task.pool());
          }
        };
    pool = thumbnails().processes(1).listener(listener).build();
    pool.apply(Tasks::square, 7);
    await().until(() -> told.size() == 2);
    assertThat(told).containsExactly("worker of thumbnails", "task of thumbnails");
  }

  @Test
  void inTheFlightRecorder(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("run.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      pool = thumbnails().processes(1).build();
      pool.apply(Tasks::square, 7);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("processpool."))
            .filter(event -> event.getString("pool").equals("thumbnails"))
            .toList();
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .contains("processpool.WorkerReady", "processpool.TaskFinished");
  }

  /** Asks nobody for its result. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = thumbnails().processes(1).build();
      var unasked = pool.applyAsync(() -> Integer.parseInt("x"));
      pool.close();
      pool.join();
    }
  }

  @Test
  void inTheLog() throws Exception {
    Programs.Ended ended = Programs.run(Program.class, List.of());
    assertThat(ended.err()).contains("nobody asked for its result", ": pool=thumbnails");
  }

  @Test
  void numberedUnlessSet() throws InterruptedException {
    pool = new ProcessPool(1);
    ProcessPool.Builder twice = ProcessPool.builder().processes(1);
    ProcessPool second = twice.build();
    ProcessPool third = twice.build();
    int first = number(pool);
    assertThat(List.of(number(second), number(third))).containsExactly(first + 1, first + 2);
    second.terminate();
    third.terminate();
  }

  private static int number(ProcessPool unnamed) {
    return Integer.parseInt(
        unnamed.toString().replaceAll("ProcessPool\\[name=pool-(\\d+), processes=1.*]", "$1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void blankIsRefused(String name) {
    assertThatThrownBy(() -> ProcessPool.builder().name(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must not be blank: name=" + name);
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> ProcessPool.builder().name(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }
}
