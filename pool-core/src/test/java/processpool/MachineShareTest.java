package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Contract: all workers' heaps together get at most three quarters of the memory, none more than a
 * JVM's usual quarter, unless jvmOptions say otherwise; and there is no listening port.
 */
@Timeout(180)
class MachineShareTest {
  static long[] pidAndHeap() throws InterruptedException {
    Thread.sleep(100); // so that every worker gets one
    return new long[] {Tasks.pid(), Runtime.getRuntime().maxMemory()};
  }

  private static List<Long> heaps(ProcessPool pool, int count) throws Exception {
    List<Integer> items = new ArrayList<>();
    for (int i = 0; i < 4 * count; i++) {
      items.add(i);
    }
    Map<Long, Long> heaps = new TreeMap<>();
    pool.map(x -> pidAndHeap(), items, 1).forEach(pair -> heaps.put(pair[0], pair[1]));
    pool.terminate();
    pool.join();
    return List.copyOf(heaps.values());
  }

  @Test
  void theHeapsOfManyWorkersShareThreeQuartersOfTheMemory() throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double memory = system.getTotalMemorySize();
    List<Long> eight = heaps(new ProcessPool(8), 8);
    long largest = eight.stream().mapToLong(Long::longValue).max().orElseThrow();
    assertThat(8 * largest / memory).isLessThanOrEqualTo(0.76);
    List<Long> one = heaps(new ProcessPool(1), 1);
    assertThat(one.get(0) / memory).isLessThanOrEqualTo(0.26);
  }

  @Test
  void jvmOptionsWin() throws Exception {
    ProcessPool small = ProcessPool.builder().processes(1).jvmOptions("-Xmx48m").build();
    assertThat(heaps(small, 1)).allMatch(heap -> heap <= 48 << 20);
  }

  private static Stream<String> sockets(long pid) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:")) {
            found.add(target);
          }
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    }
    return found.stream();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "looks into /proc")
  void noProcessHasASocketThatOthersCouldKnockAt() throws Exception {
    List<String> before = sockets(Tasks.pid()).toList();
    ProcessPool pool = new ProcessPool(2);
    pool.map(x -> new byte[100_000], List.of(1, 2, 3, 4), 1);
    assertThat(sockets(Tasks.pid())).containsExactlyElementsOf(before);
    for (long pid : pool.workerPids()) {
      assertThat(sockets(pid)).isEmpty();
    }
    pool.terminate();
    pool.join();
  }
}
