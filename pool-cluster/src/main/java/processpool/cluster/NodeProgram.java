package processpool.cluster;

import java.io.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code java -jar pool-cluster.jar node}: lends this machine's workers to the drivers
 * of its cluster, until it is ended.
 *
 * @since 0.3
 */
public final class NodeProgram {
  static final String PASSWORD = "PROCESSPOOL_PASSWORD";

  private static final String USAGE =
      """
      usage: java -jar pool-cluster.jar node [option value]...
        --bind host:port         this machine's own address; 127.0.0.1:7800 unless given
        --join host:port,...     other nodes, or a DNS name that stands for them
        --workers n              how many workers each pool may have here; as many as processors
        --credentials file.p12   a key and whom to trust (PKCS #12); needed unless all is loopback
      The password is taken from the variable PROCESSPOOL_PASSWORD, or asked for.""";

  private static final int MISUSED = 2;
  private static final int FAILED = 1;

  private Endpoint bind = new Endpoint("127.0.0.1", Endpoint.NODE_PORT);
  private final List<Endpoint> others = new ArrayList<>();
  private int workers = Runtime.getRuntime().availableProcessors();
  private @Nullable SSLContext credentials;

  private NodeProgram() {}

  /**
   * Runs a node.
   *
   * @param args {@code node} and options
   * @throws InterruptedException never, as nobody interrupts it
   */
  public static void main(String[] args) throws InterruptedException {
    NodeProgram program = new NodeProgram();
    InetAddress own;
    try {
      program.parse(List.of(args));
      own = Members.address("--bind", program.bind, program.credentials != null);
      for (Endpoint other : program.others) {
        Members.requireAllowed("--join", other, program.credentials != null);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(USAGE);
      System.exit(MISUSED);
      return;
    }
    try {
      program.run(own);
    } catch (Exception e) {
      System.err.println(
          "the node cannot start: bind=" + program.bind + ": " + e + "; is the port in use?");
      System.exit(FAILED);
    }
  }

  private void parse(List<String> args) {
    if (args.isEmpty() || !args.get(0).equals("node")) {
      throw new IllegalArgumentException(
          "what to run is missing: command=" + (args.isEmpty() ? "" : args.get(0)));
    }
    Path file = null;
    for (int i = 1; i < args.size(); i += 2) {
      String option = args.get(i);
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException("needs a value, or is unknown: option=" + option);
      }
      String value = args.get(i + 1);
      switch (option) {
        case "--bind" -> bind = Endpoint.parse("--bind", value, Endpoint.NODE_PORT);
        case "--join" -> {
          for (String other : value.split(",", -1)) {
            others.add(Endpoint.parse("--join", other.strip(), Endpoint.NODE_PORT));
          }
        }
        case "--workers" -> workers = positive(value);
        case "--credentials" -> file = Path.of(value);
        default -> throw new IllegalArgumentException("unknown: option=" + option);
      }
    }
    if (file != null) {
      char[] password = password();
      credentials = Credentials.read(file, password);
      Arrays.fill(password, '\0');
    }
  }

  private static int positive(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a number, at least 1: --workers=" + value, e);
    }
    throw new IllegalArgumentException("must be at least 1: --workers=" + value);
  }

  @SuppressWarnings("SystemConsoleNull") // as it is before JDK 22, and may be after
  private static char[] password() {
    String given = System.getenv(PASSWORD);
    if (given != null) {
      return given.toCharArray();
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("password of the credentials: ");
    if (typed == null) {
      throw new IllegalArgumentException(
          "no password: set the variable " + PASSWORD + ", or start the node from a terminal");
    }
    return typed;
  }

  private void run(InetAddress own) throws Exception {
    Host host = new Host(workers, NodeProgram::say);
    String name = hostName() + "-" + bind.port();
    Channel channel = new Channel(own, bind.port(), others, credentials, name, host);
    channel.connect();
    InetSocketAddress bound = channel.bound();
    String address = new Endpoint(bound.getAddress().getHostAddress(), bound.getPort()).toString();
    name = bind.port() == 0 ? hostName() + "-" + bound.getPort() : name;
    Runtime.getRuntime().addShutdownHook(new Thread(host::leave, "cluster-leave"));
    host.joined(channel, name, address);
    new CountDownLatch(1).await(); // until it is ended
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Without asking the network, which may take long to answer. */
  private static String hostName() throws IOException {
    Path linux = Path.of("/proc/sys/kernel/hostname");
    String name = Files.isReadable(linux) ? Files.readString(linux) : System.getenv("COMPUTERNAME");
    String known = name == null ? "" : name.strip();
    return known.isEmpty() ? "node" : known.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
