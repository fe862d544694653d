package processpool.node;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import processpool.ProcessPool;
import processpool.schedule.Engine;
import processpool.schedule.Engines;
import processpool.schedule.Runner;
import processpool.schedule.WorkerSettings;

/**
 * Nodes with workers: each is a JVM of its own, whose class path is the pool and {@link NodeMain}.
 */
final class NodeEngine implements Engine {
  private static final List<String> OF_A_NODE =
      List.of(
          "Link",
          "NodeMain",
          "NodeMain$1",
          "NodeWorkers",
          "NodeWorkers$Worker",
          "NodeWorkers$Telling",
          "RelayLoader",
          "RelayLoader$All",
          "Relayed",
          "ToDriver",
          "ToNode");

  private final int nodes;
  private final int workersEach;
  private final Path folder;
  private volatile Runner.Listener pool;
  private final List<NodeRunner> started = new CopyOnWriteArrayList<>();

  /**
   * Starts nothing yet.
   *
   * @param folder an empty one, for the nodes' class path
   */
  NodeEngine(int nodes, int workersEach, Path folder) throws IOException {
    this.nodes = nodes;
    this.workersEach = workersEach;
    this.folder = folder;
    Path to = Files.createDirectories(folder.resolve("processpool/node"));
    for (String name : OF_A_NODE) {
      try (InputStream in = NodeEngine.class.getResourceAsStream(name + ".class")) {
        if (in != null) { // else this compiler does without
          Files.copy(in, to.resolve(name + ".class"));
        }
      }
    }
  }

  /** As the module of an engine would make one. */
  ProcessPool.Builder builder() {
    return Engines.builder(ProcessPool.Builder.class, this);
  }

  /** In the order of their start, those that are gone too. */
  List<NodeRunner> started() {
    return started;
  }

  /** More nodes have come, or some have gone for good. */
  void resize(int nodesFromNowOn) {
    pool.resize(nodesFromNowOn);
  }

  @Override
  public int processes() {
    return nodes * workersEach;
  }

  @Override
  public Runner.Factory open(WorkerSettings settings) {
    return new Runner.Factory() {
      @Override
      public Runner create(Runner.Listener listener, int index) {
        pool = listener;
        String name = "node-" + (started.size() + 1);
        NodeRunner runner = new NodeRunner(name, workersEach, settings, command(), listener);
        started.add(runner);
        return runner;
      }

      @Override
      public int runners(int processes) {
        return Math.max(1, processes / workersEach);
      }

      @Override
      public int chunksPerRunner(int maxTasksPerChild) {
        return 0;
      }
    };
  }

  private ProcessBuilder command() {
    try {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      Path pool =
          Path.of(ProcessPool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      String classPath = pool + File.pathSeparator + folder;
      String memory = "-Dprocesspool.sharedMemory=";
      return new ProcessBuilder(
          java,
          memory + System.getProperty("processpool.sharedMemory", "true"),
          "-cp",
          classPath,
          NodeMain.class.getName());
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
