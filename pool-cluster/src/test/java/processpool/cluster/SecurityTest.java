package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who gets in, and what listens. */
class SecurityTest extends Machines {
  private Path key(String name) throws Exception {
    return Keys.make(folder, name);
  }

  private NodeProcess secureNode(Path key) throws Exception {
    NodeProcess node =
        NodeProcess.start(
            NodeProcess.freePort(),
            List.of("--workers", "1", "--credentials", key.toString()),
            Keys.PASSWORD);
    nodes.add(node);
    node.awaitReady();
    return node;
  }

  private Cluster.Builder to(NodeProcess node) {
    return Cluster.builder().nodes(node.address());
  }

  @Test
  void onlyWhoHasATrustedKeyGetsIn() throws Exception {
    Path key = key("members");
    NodeProcess node = secureNode(key);
    assertThatIllegalStateException()
        .isThrownBy(() -> to(node).join())
        .withMessageContainingAll(node.address(), "credentials");
    Path stranger = key("stranger");
    assertThatIllegalStateException()
        .isThrownBy(() -> to(node).credentials(stranger, Keys.PASSWORD.toCharArray()).join())
        .withMessageContainingAll(node.address(), "credentials");
    try (Socket silent = new Socket("127.0.0.1", node.port)) { // says nothing, and stops nobody
      cluster = to(node).credentials(key, Keys.PASSWORD.toCharArray()).join();
      assertThat(cluster.awaitNodes(1, LONG)).isTrue();
      pool = cluster.pool().build();
      assertThat(pool.map(Tasks::same, upTo(20))).isEqualTo(upTo(20));
      byte[] large = pool.apply(bytes -> bytes.clone(), new byte[3_000_000]);
      assertThat(large).hasSize(3_000_000);
      assertThat(silent.isConnected()).isTrue();
    }
    assertThat(node.lines).anyMatch(line -> line.startsWith("joined: driver-"));
  }

  /** Each of their words comes before a reader's patience ends, and the greeting never does. */
  @Test
  void strangersWhoSpeakSlowlyHoldUpNobody() throws Exception {
    Path key = key("members");
    NodeProcess node = secureNode(key);
    byte[] longGreeting = {22, 3, 3, 0x3f, 0, 1, 0, 0x3e};
    List<Socket> strangers = new ArrayList<>();
    ScheduledExecutorService slowly = Executors.newSingleThreadScheduledExecutor();
    try {
      for (int i = 0; i < 100; i++) {
        Socket stranger = new Socket("127.0.0.1", node.port);
        stranger.getOutputStream().write(longGreeting);
        strangers.add(stranger);
      }
      slowly.scheduleWithFixedDelay(
          () -> strangers.forEach(SecurityTest::oneByteMore), 200, 200, TimeUnit.MILLISECONDS);
      await().atMost(LONG).until(() -> joins(node, key));
    } finally {
      slowly.shutdownNow();
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
    assertThat(cluster.awaitNodes(1, LONG)).isTrue();
  }

  private static void oneByteMore(Socket stranger) {
    try {
      stranger.getOutputStream().write(0);
    } catch (IOException hungUp) {
      return;
    }
  }

  private boolean joins(NodeProcess node, Path key) {
    try {
      cluster = to(node).credentials(key, Keys.PASSWORD.toCharArray()).join();
      return true;
    } catch (IllegalStateException notNow) {
      return false;
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingListensButTheMembersOwnPorts() throws Exception {
    pool = nodes(1, 1).pool().build();
    long worker = pool.apply(Tasks::pid);
    NodeProcess node = nodes.get(0);
    assertThat(listening(node.process.pid())).containsExactly("127.0.0.1:" + node.port);
    assertThat(listening(worker)).isEmpty();
    assertThat(listening(ProcessHandle.current().pid()))
        .hasSize(1)
        .allMatch(address -> address.startsWith("127.0.0.1:"));
  }

  /**
   * The TCP addresses that a process listens at, and all UDP ones: of none of which there is any.
   */
  private static Set<String> listening(long pid) throws IOException {
    List<String> sockets = new ArrayList<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            sockets.add(target.substring(8, target.length() - 1));
          }
        } catch (IOException closedMeanwhile) {
          continue;
        }
      }
    }
    Set<String> found = new TreeSet<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/" + protocol));
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.strip().split("\\s+");
        boolean listens = protocol.startsWith("udp") || words[3].equals("0A");
        if (listens && sockets.contains(words[9])) {
          found.add(readable(words[1], protocol));
        }
      }
    }
    return found;
  }

  private static String readable(String hex, String protocol) {
    String[] parts = hex.split(":");
    int port = Integer.parseInt(parts[1], 16);
    String address = parts[0];
    // IPv4, perhaps inside IPv6: the last four bytes, lowest first.
    String last = address.substring(address.length() - 8);
    boolean isFour = address.length() == 8 || address.startsWith("0000000000000000FFFF0000");
    StringBuilder text = new StringBuilder();
    for (int i = 6; i >= 0; i -= 2) {
      text.append(Integer.parseInt(last.substring(i, i + 2), 16)).append(i == 0 ? "" : ".");
    }
    return (protocol.startsWith("udp") ? "udp " : "") + (isFour ? text : address) + ":" + port;
  }
}
