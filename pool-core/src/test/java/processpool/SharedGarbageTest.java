package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shared value is let go on both sides, when it is closed or when nobody can reach it. */
@Timeout(180)
class SharedGarbageTest {
  private final ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx64m").build();

  @TempDir Path folder;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  static class Weight implements Serializable {
    final byte[] bytes = new byte[1 << 20];
  }

  static final List<WeakReference<Weight>> SEEN = new ArrayList<>();

  static int see(Shared<Weight> shared) {
    SEEN.add(new WeakReference<>(shared.get()));
    return shared.get().bytes.length;
  }

  static long seen() {
    System.gc();
    return SEEN.stream().filter(reference -> reference.get() != null).count();
  }

  private static ConditionFactory soon() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .conditionEvaluationListener(condition -> System.gc());
  }

  @Test
  void onceItIsClosedThoughTheHandleIsKept() throws Exception {
    Weight value = new Weight();
    WeakReference<Weight> here = new WeakReference<>(value);
    Shared<Weight> shared = pool.share(value);
    value = null;
    assertThat(pool.apply(SharedGarbageTest::see, shared)).isEqualTo(1 << 20);
    assertThat(pool.apply(SharedGarbageTest::seen)).isEqualTo(1);
    shared.close();
    soon().until(() -> here.get() == null);
    soon().until(() -> pool.apply(SharedGarbageTest::seen) == 0);
    shared.close();
  }

  private WeakReference<?> useAndForget() throws Exception {
    Shared<Weight> shared = pool.share(new Weight());
    assertThat(pool.apply(SharedGarbageTest::see, shared)).isEqualTo(1 << 20);
    assertThat(pool.apply(() -> see(shared))).isEqualTo(1 << 20);
    return new WeakReference<>(shared);
  }

  @Test
  void onceNobodyCanReachTheHandle() throws Exception {
    WeakReference<?> handle = useAndForget();
    soon().until(() -> handle.get() == null);
    soon().until(() -> pool.apply(SharedGarbageTest::seen) == 0);
  }

  private AsyncResult<Integer> submitAndForget(boolean nested) {
    Shared<Weight> shared = pool.share(new Weight());
    return nested
        ? pool.applyAsync(list -> see(list.get(0)), List.of(shared))
        : pool.applyAsync(SharedGarbageTest::see, shared);
  }

  @Test
  void butNotWhileATaskIsPendingThatWasGivenIt() throws Exception {
    Path go = folder.resolve("go");
    AsyncResult<Boolean> blocks = pool.applyAsync(SharedTest::waitFor, go.toString());
    List<AsyncResult<Integer>> pending = List.of(submitAndForget(false), submitAndForget(true));
    for (int i = 0; i < 10; i++) {
      System.gc();
      byte[] unused = new byte[1 << 20];
      assertThat(unused).hasSize(1 << 20);
    }
    Files.createFile(go);
    assertThat(blocks.get()).isTrue();
    assertThat(pending.get(0).get()).isEqualTo(1 << 20);
    assertThat(pending.get(1).get()).isEqualTo(1 << 20);
    soon().until(() -> pool.apply(SharedGarbageTest::seen) == 0);
  }

  @Test
  void aThousandOneAfterTheOtherLeaveAWorkerOfSixtyFourMegabytesAsItWas() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      try (Shared<byte[]> shared = pool.share(new byte[1 << 20])) {
        int length = pool.apply(bytes -> bytes.get().length, shared);
        assertThat(length).isEqualTo(1 << 20);
      }
    }
    assertThat(pool.apply(SharedGarbageTest::used)).isLessThan(20L << 20);
    if (PathLog.sharedMemoryExpected()) {
      assertThat(descriptors()).isZero();
    }
  }

  static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(fd -> target(fd).contains("/processpool-")).count();
    }
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (java.io.IOException closedMeanwhile) {
      return "";
    }
  }

  static long mappings() throws Exception {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains("/processpool-")).count();
    }
  }

  @Test
  void aThousandBuffersLikewise() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    for (int i = 0; i < 1_000; i++) {
      try (Shared<ByteBuffer> shared = pool.share(bytes)) {
        int length = pool.apply(b -> b.get().remaining(), shared);
        assertThat(length).isEqualTo(1 << 20);
      }
    }
    if (PathLog.sharedMemoryExpected()) {
      assertThat(pool.apply(SharedGarbageTest::mappings)).isLessThan(200);
      assertThat(descriptors()).isZero();
    }
  }

  @Test
  void whenThePoolHasEnded() throws Exception {
    Weight value = new Weight();
    WeakReference<Weight> here = new WeakReference<>(value);
    Shared<Weight> shared = pool.share(value);
    Shared<ByteBuffer> bytes = pool.share(ByteBuffer.allocate(1 << 20));
    value = null;
    pool.close();
    pool.join();
    if (PathLog.sharedMemoryExpected()) {
      assertThat(descriptors()).isZero();
    }
    soon().until(() -> here.get() == null);
    shared.close();
    bytes.close();
  }
}
