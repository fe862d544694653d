package processpool.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import processpool.ProcessPool;

/** Recipe: tasks log with Logback, and each line says which process it is from. */
public class LogInWorkers {
  // region task
  static final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger("orders");

    private Orders() {}

    static void ready() {
      LOG.info("ready");
    }

    static int check(int order) {
      if (order == 2) {
        LOG.warn("order 2 has no address");
      }
      return order;
    }
  }

  // endregion

  public static void main(String[] args) throws Exception {
    Path logs = Files.createTempDirectory("logs");
    try {
      // region run
      System.setProperty("logs", logs.toString()); // before the first logger is made
      ProcessPool pool =
          ProcessPool.builder()
              .processes(2)
              .jvmOptions("-Dlogs=" + logs)
              .initializer(Orders::ready)
              .build();
      LoggerFactory.getLogger("shop").info("checking four orders");
      pool.map(Orders::check, List.of(1, 2, 3, 4));
      // endregion

      Inputs.awaitWorkers(pool);
      pool.close();
      pool.join();
      try (Stream<Path> files = Files.list(logs)) {
        files.sorted().forEach(file -> System.out.println("file: " + file.getFileName()));
      }
      ((ch.qos.logback.classic.LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    } finally {
      Inputs.delete(logs);
    }
  }
}
