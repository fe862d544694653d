package processpool.benchmarks.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Hazelcast's executor, two members beside this one. As a program, one of those. */
final class Hazelcast {
  private static final int PORT = 7961;
  private final HazelcastInstance here = member(PORT);

  /** What {@code x -> x * x} is there. */
  private record Square(int x) implements Callable<Integer>, Serializable {
    @Override
    public Integer call() {
      return x * x;
    }
  }

  private static HazelcastInstance member(int port) {
    Config config = new Config();
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getJetConfig().setEnabled(false);
    config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
    config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
    config
        .getNetworkConfig()
        .getJoin()
        .getTcpIpConfig()
        .setEnabled(true)
        .addMember("127.0.0.1:" + PORT)
        .addMember("127.0.0.1:" + (PORT + 1))
        .addMember("127.0.0.1:" + (PORT + 2));
    return com.hazelcast.core.Hazelcast.newHazelcastInstance(config);
  }

  public static void main(String[] arguments) throws InterruptedException {
    member(PORT + Integer.parseInt(arguments[0]));
    System.out.println("ready");
    Thread.currentThread().join();
  }

  /** Tiny tasks on the other two, as many a second. */
  double rate(int count) throws Exception {
    IExecutorService executor = here.getExecutorService("bench");
    long start = System.nanoTime();
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(executor.submit(new Square(i % 1000), member -> !member.localMember()));
    }
    for (Future<Integer> result : results) {
      int unused = result.get();
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  void close() {
    here.shutdown();
  }
}
