package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Getting in, and what is said of bad input. */
class JoinTest extends Machines {
  @Test
  void whereNobodyAnswersEachAddressIsNamed() throws Exception {
    int port = NodeProcess.freePort();
    try (ServerSocket other = new ServerSocket(0)) {
      long begun = System.nanoTime();
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  Cluster.builder()
                      .nodes("127.0.0.1:" + port, "127.0.0.1:" + other.getLocalPort())
                      .join())
          .withMessageContainingAll(
              "127.0.0.1:" + port, "127.0.0.1:" + other.getLocalPort(), "something else listens");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void badInputIsRefusedByName() {
    Cluster.Builder builder = Cluster.builder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.localWorkers(-1))
        .withMessageContaining("localWorkers=-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.nodes("10.0.0.5:port"))
        .withMessageContaining("nodes=10.0.0.5:port");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.nodes("10.0.0.5:99999"))
        .withMessageContaining("nodes=10.0.0.5:99999");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.bind(""))
        .withMessageContaining("bind=");
    assertThatIllegalArgumentException().isThrownBy(builder::join).withMessageContaining("nodes=");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.credentials(Path.of("none.p12"), new char[0]))
        .withMessageContaining("credentials=none.p12");
  }

  @Test
  void nullsAreRefusedByName() {
    Cluster.Builder builder = Cluster.builder();
    assertThatNullPointerException()
        .isThrownBy(() -> builder.nodes("127.0.0.1:1", null))
        .withMessage("address");
    assertThatNullPointerException().isThrownBy(() -> builder.bind(null)).withMessage("address");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.credentials(null, new char[0]))
        .withMessage("file");
    assertThatNullPointerException()
        .isThrownBy(() -> builder.credentials(Path.of("none.p12"), null))
        .withMessage("password");
    assertThatIllegalArgumentException()
        .as("no address of a refused call is kept")
        .isThrownBy(builder::join)
        .withMessageContaining("nodes=");
  }

  @Test
  void withoutCredentialsOnlyLoopbackIsBoundOrAsked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.builder().bind("0.0.0.0").nodes("127.0.0.1:1").join())
        .withMessageContainingAll("bind=0.0.0.0", "credentials");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cluster.builder().nodes("10.255.255.1:7800").join())
        .withMessageContainingAll("nodes=10.255.255.1:7800", "credentials");
  }

  @Test
  void nodesAreAwaitedForAsLongAsIsSaid() throws Exception {
    nodes(1, 3);
    assertThat(cluster.awaitNodes(1, Duration.ZERO)).isTrue();
    assertThat(cluster.awaitNodes(2, Duration.ofMillis(50))).isFalse();
    Node node = cluster.nodes().get(0);
    assertThat(node.name()).isEqualTo(nodes.get(0).name());
    assertThat(node.address()).isEqualTo(nodes.get(0).address());
    assertThat(node.workers()).isEqualTo(3);
    assertThat(nodes.get(0).awaitReady())
        .isEqualTo("ready: " + node.name() + " " + node.address() + " 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.awaitNodes(0, LONG))
        .withMessageContaining("count=0");
    cluster.close();
    cluster.close();
    assertThatIllegalStateException().isThrownBy(() -> cluster.pool());
  }

  @Test
  void aClusterIsFoundByAnyOfItsNodes() throws Exception {
    for (int i = 0; i < 3; i++) {
      startNode(1);
    }
    for (NodeProcess known : nodes) {
      try (Cluster driver = Cluster.builder().nodes(known.address()).join()) {
        assertThat(driver.awaitNodes(3, LONG)).as("found by one of three").isTrue();
      }
    }
    // One that comes later knows one, too, and not the first.
    NodeProcess late = NodeProcess.start(NodeProcess.freePort(), 1, nodes.get(2).port);
    nodes.add(late);
    late.awaitReady();
    try (Cluster driver = Cluster.builder().nodes(late.address()).join()) {
      assertThat(driver.awaitNodes(4, LONG)).as("found by the last").isTrue();
    }
  }

  @Test
  void nodesThatAreStartedInTheSameMomentFindEachOther() throws Exception {
    int[] ports = {NodeProcess.freePort(), NodeProcess.freePort(), NodeProcess.freePort()};
    for (int port : ports) {
      nodes.add(NodeProcess.start(port, 1, ports));
    }
    for (NodeProcess node : nodes) {
      node.awaitReady();
    }
    cluster = Cluster.builder().nodes(nodes.get(2).address()).join();
    assertThat(cluster.awaitNodes(3, LONG)).isTrue();
  }

  @Test
  void theProgramSaysHowItIsUsed() throws Exception {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("server"),
            List.of("node", "--port", "7"),
            List.of("node", "--workers", "0"),
            List.of("node", "--bind"),
            List.of("node", "--bind", "0.0.0.0:7800"),
            List.of("node", "--credentials", file("none.p12")))) {
      Path said = folder.resolve("said");
      Process program =
          new ProcessBuilder(NodeProcess.command(wrong))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(program.waitFor()).as(wrong.toString()).isEqualTo(2);
      assertThat(Files.readString(said)).contains("usage: java -jar pool-cluster.jar node");
    }
  }
}
