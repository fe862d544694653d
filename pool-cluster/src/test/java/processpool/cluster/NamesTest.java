package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One name that stands for several nodes, as a headless service in Kubernetes has. */
class NamesTest extends Machines {
  private static final String NAME = "pool.test";
  private static final List<String> ADDRESSES = List.of("127.0.0.2", "127.0.0.3");

  private NodeProcess start(String hosts, String address, int port) throws IOException {
    NodeProcess node =
        NodeProcess.start(
            List.of(hosts),
            Map.of(),
            address + ":" + port,
            "--workers",
            "1",
            "--join",
            NAME + ":" + port);
    nodes.add(node);
    return node;
  }

  @Test
  void nodesAndDriverFindEachOtherByIt() throws Exception {
    int port = NodeProcess.freePort();
    for (String address : ADDRESSES) {
      assumeTrue(isHere(address, port), "this system has no address " + address);
    }
    Path names = folder.resolve("hosts");
    Files.write(names, ADDRESSES.stream().map(address -> address + " " + NAME).toList());
    String hosts = "-Djdk.net.hosts.file=" + names;
    List<NodeProcess> both = new ArrayList<>();
    for (String address : ADDRESSES) {
      both.add(start(hosts, address, port));
    }
    for (NodeProcess node : both) {
      node.awaitReady();
    }

    List<String> command = NamedDriver.command(NAME + ":" + port);
    command.add(1, hosts);
    Process driver = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(driver.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("address=127.0.0.2:" + port, "address=127.0.0.3:" + port, "results=[0, 1, 4, 9]");
  }

  private static boolean isHere(String address, int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
      return socket.isBound();
    } catch (IOException elsewhere) {
      return false;
    }
  }
}
