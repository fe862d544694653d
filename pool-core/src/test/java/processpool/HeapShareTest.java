package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much memory workers may take. */
@Timeout(60)
class HeapShareTest {
  private static final long SLACK = 64 << 20; // heaps are rounded to whole regions and pages

  static String option(String name) {
    return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .getVMOption(name)
        .getValue();
  }

  private static long machine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static long heap(int processes, String... options) throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(processes).jvmOptions(options).build();
    try {
      return Long.parseLong(pool.apply(HeapShareTest::option, "MaxHeapSize"));
    } finally {
      pool.terminate();
    }
  }

  @Test
  void fewWorkersGetAQuarterEach() throws Exception {
    for (int processes : List.of(1, 3)) {
      assertThat(heap(processes)).isBetween(machine() / 5, machine() / 4 + SLACK);
    }
  }

  @Test
  void manyWorkersShareThreeQuarters() throws Exception {
    assertThat(8 * heap(8)).isBetween(machine() / 2, machine() / 4 * 3 + 8 * SLACK);
  }

  @Test
  void heapsBeginSmall() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    long first = Long.parseLong(pool.apply(HeapShareTest::option, "InitialHeapSize"));
    pool.terminate();
    assertThat(first).isLessThan(Math.max(SLACK / 2, machine() / 200));
    ProcessPool small = ProcessPool.builder().processes(1).jvmOptions("-Xmx8m").build();
    assertThat(small.apply(HeapShareTest::option, "MaxHeapSize")).isEqualTo("" + (8 << 20));
    small.terminate();
  }

  @Test
  void anOptionOfThePoolWins() throws Exception {
    assertThat(heap(2, "-Xmx123m")).isBetween(123L << 20, 124L << 20);
    assertThat(heap(2, "-XX:MaxRAMPercentage=1")).isLessThan(machine() / 50);
  }

  @Test
  void anotherCollectorMayBeChosen() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-XX:+UseParallelGC").build();
    assertThat(pool.apply(HeapShareTest::option, "UseParallelGC")).isEqualTo("true");
    pool.terminate();
  }
}
