package processpool.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import processpool.ProcessPool;
import processpool.schedule.Engine;
import processpool.schedule.Engines;
import processpool.schedule.Runner;
import processpool.schedule.WorkerSettings;

/**
 * This program as a member of a cluster: its pools have their workers on the cluster's nodes. Ray's
 * counterpart is {@code ray.init(address=...)} with {@code ray.util.multiprocessing.Pool}.
 *
 * <pre>{@code
 * try (Cluster cluster = Cluster.builder().nodes("127.0.0.1:7800").join()) {
 *   ProcessPool pool = cluster.pool().build();
 *   System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
 *   pool.close();
 *   pool.join();
 * }
 * }</pre>
 *
 * <p>Each pool has workers of its own on each node, started with its options and initializer, and
 * ended with it. A node needs nothing of the program: its classes travel as they are needed.
 *
 * <p><b>When a node is lost</b>, by its process's end, its machine's or the network's, what it had
 * begun fails with {@link processpool.WorkerDiedException}, and the rest runs elsewhere. A task
 * counts as begun if it may have been: of tasks shorter than the way to the node that is the few
 * that were on their way. A node that is cut off ends the workers of a program that it has heard
 * nothing of for 20 seconds; this program gives a node up that it has heard nothing of for 22
 * seconds. So when a failure is told because of a cut, that task runs no more; unless the node's
 * own process is stopped, or its machine suspended: then it may go on until that ends. When a node
 * is given up earlier, as its connections were closed, its tasks may run for up to 22 seconds after
 * the failure was told (for one second if its process has died). A retry ({@link
 * ProcessPool.Builder#retries}) waits for that time.
 *
 * <p>Thread-safe.
 *
 * @since 0.3
 */
public final class Cluster implements AutoCloseable {
  private static final int KNOCK_MILLIS = 500;

  private final Nodes nodes;
  private final Channel channel;
  private final int localWorkers;

  private Cluster(Nodes nodes, Channel channel, int localWorkers) {
    this.nodes = nodes;
    this.channel = channel;
    this.localWorkers = localWorkers;
  }

  /**
   * How to find a cluster.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The nodes that can be used now, without this program's own machine.
   *
   * @return a snapshot, in the order in which they were met
   */
  public List<Node> nodes() {
    return nodes.all().stream().map(node -> node.node).toList();
  }

  /**
   * Waits until there are so many nodes.
   *
   * @param count at least 1
   * @param limit how long at most
   * @return false when the time ran out, or the cluster was closed
   * @throws InterruptedException when interrupted while waiting
   * @throws IllegalArgumentException when count is below 1 or the limit negative
   */
  public boolean awaitNodes(int count, Duration limit) throws InterruptedException {
    if (count < 1) {
      throw new IllegalArgumentException("must be at least 1: count=" + count);
    }
    if (Objects.requireNonNull(limit, "limit").isNegative()) {
      throw new IllegalArgumentException("must not be negative: limit=" + limit);
    }
    return nodes.await(count, TimeUnit.NANOSECONDS.convert(limit));
  }

  /**
   * A builder of pools whose workers are on the nodes, and on this machine as {@link
   * Builder#localWorkers} says. Unless {@code processes} is set, a pool has all workers that its
   * nodes have, and those of nodes that come later; if it is set, no more than that, spread so that
   * the next worker goes where most are left. Without any node tasks wait for one.
   *
   * @return a new builder
   * @throws IllegalStateException when the cluster is closed
   */
  public ProcessPool.Builder pool() {
    if (nodes.isClosed()) {
      throw new IllegalStateException("cluster is closed");
    }
    return Engines.builder(ProcessPool.Builder.class, new PoolEngine());
  }

  /**
   * Leaves the cluster. Pools that are still there lose their workers: what those had begun fails,
   * and the pools break. Close and join them first. May be called twice.
   */
  @Override
  public void close() {
    nodes.close();
    channel.close();
  }

  @Override
  public String toString() {
    return "Cluster[address=" + channel.own() + ", nodes=" + nodes() + "]";
  }

  /** One builder's pools. It is asked for a number only where its program gives none. */
  private final class PoolEngine implements Engine {
    private boolean asked;

    @Override
    public int processes() {
      asked = true;
      int all = localWorkers;
      for (Node node : nodes()) {
        all += node.workers();
      }
      return Math.max(1, all);
    }

    @Override
    public Runner.Factory open(WorkerSettings settings) {
      int wanted = asked ? 0 : settings.processes();
      asked = false;
      PoolWorkers workers = new PoolWorkers(settings, wanted, localWorkers, nodes);
      nodes.add(workers);
      return workers;
    }
  }

  /** Says where a cluster is, and how to get in. Not thread-safe. */
  public static final class Builder {
    private static final String SOMETHING = " (something else listens there";

    /** A busy node may not answer at once. */
    private static final int TRIES = 3;

    private Endpoint bind = new Endpoint("127.0.0.1", 0);
    private final List<Endpoint> nodes = new ArrayList<>();
    private @Nullable SSLContext credentials;
    private int localWorkers;

    private Builder() {}

    /**
     * This program's own address: nodes must be able to reach it.
     *
     * @param address an address or name of this machine, with a port if that is to be a certain
     *     one; 127.0.0.1 unless set
     * @return this
     * @throws IllegalArgumentException when it is malformed
     */
    public Builder bind(String address) {
      this.bind = Endpoint.parse("bind", Objects.requireNonNull(address, "address"), 0);
      return this;
    }

    /**
     * Where to find the cluster: some of its nodes, of which one must answer. A DNS name may stand
     * for several, as that of a headless service does in Kubernetes. May be called again.
     *
     * @param addresses each {@code host:port}, or {@code host} for port 7800
     * @return this
     * @throws IllegalArgumentException when one is malformed
     */
    public Builder nodes(String... addresses) {
      List<Endpoint> more = new ArrayList<>();
      for (String address : Objects.requireNonNull(addresses, "addresses")) {
        Objects.requireNonNull(address, "address");
        more.add(Endpoint.parse("nodes", address, Endpoint.NODE_PORT));
      }
      nodes.addAll(more);
      return this;
    }

    /**
     * This program's key, and the certificates it trusts: connections are made with those only who
     * have a key to such a certificate, and are encrypted. Needed as soon as an address is not
     * loopback. All members may share one file with one key.
     *
     * @param file PKCS #12, as {@code keytool -genkeypair} makes it
     * @param password of file and key; not kept
     * @return this
     * @throws IllegalArgumentException when it cannot be read
     */
    public Builder credentials(Path file, char[] password) {
      this.credentials =
          Credentials.read(
              Objects.requireNonNull(file, "file"), Objects.requireNonNull(password, "password"));
      return this;
    }

    /**
     * Workers on this machine too, in each pool: they are taken first, as the way to them is short.
     *
     * @param count 0 or more; 0 unless set
     * @return this
     * @throws IllegalArgumentException when negative
     */
    public Builder localWorkers(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("must not be negative: localWorkers=" + count);
      }
      this.localWorkers = count;
      return this;
    }

    /**
     * Joins the cluster; waits some seconds at most. Nodes are met a moment later: see {@link
     * Cluster#awaitNodes}.
     *
     * @return to be closed
     * @throws IllegalStateException naming each address and what is wrong with it, when nobody
     *     answers
     * @throws IllegalArgumentException when no node is named, or an address is not loopback and
     *     there are no credentials
     */
    public Cluster join() {
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException("at least one must be named: nodes=");
      }
      InetAddress own = Members.address("bind", bind, credentials != null);
      for (Endpoint node : nodes) {
        Members.requireAllowed("nodes", node, credentials != null);
      }
      for (int tries = 1; ; tries++) {
        Nodes members = new Nodes();
        Channel channel = connected(own, members);
        if (channel.size() > 1) {
          members.joined(channel, channel.members());
          return new Cluster(members, channel, localWorkers);
        }
        channel.close();
        List<String> wrong = nodes.stream().map(this::whatIsWrong).toList();
        boolean somebodyIsThere = wrong.stream().anyMatch(text -> text.contains(SOMETHING));
        if (tries == TRIES || !somebodyIsThere) {
          throw new IllegalStateException(
              "no node of the cluster answers: "
                  + String.join(", ", wrong)
                  + "; start one by: java -jar pool-cluster.jar node --bind "
                  + nodes.get(0));
        }
      }
    }

    private Channel connected(InetAddress own, Nodes members) {
      String name = "driver-" + ProcessHandle.current().pid();
      try {
        Channel channel = new Channel(own, bind.port(), nodes, credentials, name, members);
        channel.connect();
        return channel;
      } catch (Exception e) {
        throw new IllegalStateException(
            "cannot become a member: bind=" + bind + ": " + e.getMessage(), e);
      }
    }

    private String whatIsWrong(Endpoint node) {
      List<InetSocketAddress> all;
      try {
        all = node.resolve();
      } catch (UnknownHostException e) {
        return node + " (no such host)";
      }
      try (Socket knock = new Socket()) {
        knock.connect(all.get(0), KNOCK_MILLIS);
        return node
            + (credentials == null
                ? SOMETHING + ", or a node that wants credentials)"
                : SOMETHING + ", or a node that has other credentials)");
      } catch (IOException e) {
        return node + " (" + e.getMessage() + ")";
      }
    }
  }
}
