package processpool.cluster.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hosts of the other tests do what those say: a cable that is pulled lets nothing through. */
@Timeout(60)
class HostsTest {
  private static final int PORT = 7900;

  /** Above the second after which a host asks again who has an address. */
  private static final int LIMIT_MILLIS = 2500;

  /** Who was asked in vain for an address is asked again only after some seconds. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private Hosts hosts;

  /** Sends everything back: {@code listen}; or asks for it: {@code ask ADDRESS BYTES}. */
  static final class Echo {
    public static void main(String[] arguments) throws IOException {
      if (arguments[0].equals("listen")) {
        listen();
      } else {
        ask(arguments[1], Integer.parseInt(arguments[2]));
      }
    }

    private static void listen() throws IOException {
      try (ServerSocket server = new ServerSocket(PORT)) {
        System.out.println("listening");
        while (true) {
          try (Socket socket = server.accept()) {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
          } catch (IOException ofThisOne) {
            System.out.println(ofThisOne);
          }
        }
      }
    }

    private static void ask(String address, int bytes) throws IOException {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, PORT), LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(2 * LIMIT_MILLIS);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        byte[] some = new byte[1000];
        long start = System.nanoTime();
        for (int sent = 0; sent < bytes; sent += some.length) {
          out.write(some);
          in.readNBytes(some, 0, some.length);
        }
        System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
      } catch (IOException failed) {
        System.out.println("failed: " + failed);
      }
    }
  }

  @BeforeEach
  void makeHosts() throws IOException {
    hosts = new Hosts(2);
  }

  @AfterEach
  void removeHosts() throws IOException {
    hosts.close();
  }

  private static Process start(Host host, String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> program =
        List.of(java, "-cp", System.getProperty("java.class.path"), Echo.class.getName());
    List<String> command = host.command(program);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private void listen() throws IOException {
    Process server = start(hosts.host(1), "listen");
    assertThat(server.inputReader().readLine()).isEqualTo("listening");
  }

  private String ask(int bytes) throws IOException {
    Process client = start(hosts.host(0), "ask", hosts.host(1).address(), "" + bytes);
    return client.inputReader().readLine();
  }

  private static long millis(String answer) {
    assertThat(answer).endsWith(" ms");
    return Long.parseLong(answer.substring(0, answer.length() - 3));
  }

  @Test
  void reachEachOtherUntilACableIsPulledAndAgainOnceItIsMended() throws IOException {
    listen();
    assertThat(ask(1000)).endsWith(" ms");
    hosts.host(1).pull();
    assertThat(ask(1000)).startsWith("failed");
    hosts.host(1).mend();
    await().atMost(LONG).until(() -> ask(1000).endsWith(" ms"));
  }

  @Test
  void oneWayIsCutAlone() throws IOException {
    listen();
    hosts.host(0).silence();
    assertThat(ask(1000)).startsWith("failed");
    hosts.host(0).mend();
    hosts.host(0).deafen();
    assertThat(ask(1000)).startsWith("failed");
    hosts.host(0).mend();
    await().atMost(LONG).until(() -> ask(1000).endsWith(" ms"));
  }

  @Test
  void aSlowCableCarriesSoMuch() throws IOException {
    listen();
    hosts.host(1).slow(1_000_000);
    assertThat(millis(ask(2_000_000))).isGreaterThan(1500);
  }

  @Test
  void aBadCableIsLate() throws IOException {
    hosts.host(1).badCable(Duration.ofMillis(50), 2);
    listen();
    assertThat(millis(ask(5000))).as("five round trips").isGreaterThanOrEqualTo(500);
  }

  @Test
  void whatAKilledRunLeftGoesAndWhatAnotherContainersRunUsesStays() throws IOException {
    long unseen = 999_999_999; // more than Linux's highest process id
    String old = Hosts.nameOf(unseen, Instant.now().minus(Duration.ofHours(2))) + "left";
    String used = Hosts.nameOf(unseen, Instant.now()) + "used";
    Command.run("ip", "netns", "add", old);
    Command.run("ip", "netns", "add", used);
    try (Hosts next = new Hosts(1)) {
      assertThat(Command.run("ip", "netns", "list")).contains(used).doesNotContain(old);
      assertThat(next.host(0).pids()).isEmpty();
    } finally {
      Command.run("ip", "netns", "del", used);
    }
  }
}
