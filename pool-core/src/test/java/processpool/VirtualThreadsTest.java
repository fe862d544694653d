package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads as callers. {@code -Dvirtual.gets=1000000} for more of them. */
@Timeout(300)
@EnabledForJreRange(minVersion = 21, disabledReason = "there are no virtual threads before")
class VirtualThreadsTest {
  private static final int GETS = Integer.getInteger("virtual.gets", 50_000);
  private static final int EACH = 50;

  /** As {@code Executors.newVirtualThreadPerTaskExecutor()}, which JDK 17 cannot compile. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  private static long callInALoop(ProcessPool pool) throws Exception {
    long sum = 0;
    for (int i = 0; i < EACH; i++) {
      sum += pool.apply(Tasks::square, i);
    }
    return sum;
  }

  @Test
  void manyThatWaitPinNothingAndStarveNobody(@TempDir Path folder) throws Exception {
    ProcessPool pool = new ProcessPool(2);
    Path file = folder.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
      recording.start();
      callInALoop(pool); // the recording's own classes are there then
      ExecutorService virtual = virtualThreads();
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong beats = new AtomicLong();
      Future<?> heart =
          virtual.submit(
              () -> {
                while (!over.get()) {
                  TimeUnit.MILLISECONDS.sleep(1);
                  beats.incrementAndGet();
                }
                return null;
              });
      long begun = System.nanoTime();
      List<Callable<Long>> loops = new ArrayList<>();
      for (int i = 0; i < GETS / EACH; i++) {
        loops.add(() -> callInALoop(pool));
      }
      long expected = callInALoop(pool);
      for (Future<Long> sum : virtual.invokeAll(loops)) {
        assertThat(sum.get()).isEqualTo(expected);
      }
      long millis = (System.nanoTime() - begun) / 1_000_000;
      over.set(true);
      heart.get();
      assertThat(beats.get()).as("of one beat a millisecond").isGreaterThan(millis / 20);
      recording.stop();
      recording.dump(file);
      virtual.shutdown();
    }
    pool.close();
    pool.join();
    assertThat(Files.size(file)).isPositive();
    List<String> pinned = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")) {
        pinned.add(event.toString());
      }
    }
    assertThat(pinned).isEmpty();
  }
}
