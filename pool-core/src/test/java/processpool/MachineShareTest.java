package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Those that have an address; a JVM keeps one without, and unconnected, for closing files. */
  private static List<String> sockets(long pid) throws IOException {
    Set<String> own = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          own.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    }
    List<String> found = new ArrayList<>();
    for (String kind : List.of("tcp", "tcp6", "udp", "udp6", "raw", "packet", "unix")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + kind))) {
        String[] fields = line.trim().split("\\s+");
        boolean unnamed = kind.equals("unix") && fields.length < 8 && fields[3].equals("00000000");
        if (!unnamed && Stream.of(fields).anyMatch(f -> own.contains("socket:[" + f + "]"))) {
          found.add(kind + " " + line);
        }
      }
    }
    return found;
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "looks into /proc")
  void noProcessHasASocketThatOthersCouldKnockAt() throws Exception {
    List<String> before = sockets(Tasks.pid());
    ProcessPool pool = new ProcessPool(2);
    Set<Long> there = new HashSet<>();
    while (there.size() < 2) { // a JVM that starts may ask the system's name service by a socket
      there.addAll(pool.map(x -> Tasks.pid(), List.of(1, 2, 3, 4), 1));
    }
    pool.map(x -> new byte[100_000], List.of(1, 2, 3, 4), 1);
    assertThat(sockets(Tasks.pid())).containsExactlyInAnyOrderElementsOf(before);
    for (long pid : pool.workerPids()) {
      assertThat(sockets(pid)).isEmpty();
    }
    pool.terminate();
    pool.join();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "looks into /proc")
  void oneThatOthersCouldKnockAtWouldBeSeen() throws Exception {
    List<String> before = sockets(Tasks.pid());
    try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(sockets(Tasks.pid())).hasSize(before.size() + 1);
      assertThat(open.isBound()).isTrue();
    }
  }
}
