package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing that reports can keep a result from ending: not a logger that throws, whatever and
 * wherever, nor one that blocks. Conformance line 46.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time
class BadLoggerTest {
  /** What is wrong with it. */
  enum Fault {
    NO_LOGGER,
    NO_LOGGER_ERROR,
    IS_LOGGABLE_THROWS,
    IS_LOGGABLE_BLOCKS,
    LOG_THROWS,
    LOG_THROWS_ERROR,
    LOG_BLOCKS
  }

  private static final String FAULT = "badLogger.fault";

  /** Found by {@link java.util.ServiceLoader}. */
  public static final class Finder extends System.LoggerFinder {
    private final Fault fault = Fault.valueOf(System.getProperty(FAULT));

    @Override
    public System.Logger getLogger(String name, Module module) {
      boolean bad = name.startsWith("processpool"); // the JDK's own are none of our business
      if (bad && fault == Fault.NO_LOGGER) {
        throw new IllegalStateException("no logger today");
      } else if (bad && fault == Fault.NO_LOGGER_ERROR) {
        throw new NoClassDefFoundError("no/Logger");
      }
      return new BadLogger(name, bad ? fault : null);
    }
  }

  private record BadLogger(String name, Fault fault) implements System.Logger {
    private static void block() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      if (fault == Fault.IS_LOGGABLE_THROWS) {
        throw new IllegalStateException("isLoggable");
      } else if (fault == Fault.IS_LOGGABLE_BLOCKS) {
        block();
      }
      return true;
    }

    private void log() {
      if (fault == Fault.LOG_THROWS) {
        throw new IllegalStateException("the disk is full");
      } else if (fault == Fault.LOG_THROWS_ERROR) {
        throw new StackOverflowError();
      } else if (fault == Fault.LOG_BLOCKS) {
        block();
      }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      log();
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      log();
    }
  }

  /** Lets tasks fail in all ways, and prints which of them never ended. */
  static class Program {
    private static final Map<String, AsyncResult<?>> RESULTS = new LinkedHashMap<>();

    static Object fail(int x) {
      throw new IllegalStateException("failed " + x);
    }

    private static void submit(ProcessPool pool, int round) throws Exception {
      Map<String, AsyncResult<?>> all = new LinkedHashMap<>();
      all.put("exception", pool.applyAsync(Program::fail, 1));
      all.put("map", pool.mapAsync(Program::fail, List.of(1, 2, 3), 1));
      all.put("death", pool.applyAsync(Tasks::halt, 3));
      all.put("time limit", pool.applyAsync(Tasks::sleepForever));
      all.put("not serializable", pool.applyAsync(() -> new Object()));
      AsyncResult<Long> cancelled = pool.applyAsync(Tasks::sleepForever);
      cancelled.cancel(true);
      all.put("cancelled", cancelled);
      List<Object> spoilt = new ArrayList<>();
      all.put("unsendable", pool.applyAsync(List::size, spoilt));
      spoilt.add(new Object());
      AsyncResult<Object> called = pool.applyAsync(Program::fail, 2);
      var unused = called.toCompletableFuture().thenAccept(x -> {});
      all.put("called back", called);
      AsyncResult<Integer> good = pool.applyAsync(Tasks::square, 3);
      unused =
          good.toCompletableFuture()
              .thenAccept(
                  x -> {
                    throw new IllegalStateException("callback");
                  });
      all.put("good", good);
      all.forEach((name, result) -> RESULTS.put(name + " " + round, result));
    }

    public static void main(String[] args) throws Exception {
      ProcessPool pool =
          ProcessPool.builder().processes(2).taskTimeout(Duration.ofSeconds(2)).build();
      for (int round = 0; round < 2; round++) {
        submit(pool, round);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        for (Map.Entry<String, AsyncResult<?>> one : RESULTS.entrySet()) {
          Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
          if (!one.getValue().await(left)) {
            System.out.println("never ended: " + one.getKey());
          }
        }
        RESULTS.clear(); // nobody has asked: they are logged when they are garbage
        System.gc();
      }
      pool.close();
      System.out.println("joined: " + pool.join(Duration.ofSeconds(10)));
      ProcessPool broken = ProcessPool.builder().processes(1).jvmOptions("-XX:+NoSuch").build();
      System.out.println(
          "broken: " + broken.applyAsync(Tasks::square, 3).await(Duration.ofSeconds(20)));
      System.out.flush();
      Runtime.getRuntime().halt(0); // at an exit the logger would be asked again
    }
  }

  @ParameterizedTest
  @EnumSource
  void allFailuresEndAllTheSame(Fault fault, @TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("java.lang.System$LoggerFinder"), Finder.class.getName());
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    Programs.Ended ended =
        Programs.run(Program.class, List.of("-cp", classPath, "-D" + FAULT + "=" + fault));
    assertThat(ended.out().lines()).as(ended.err()).containsExactly("joined: true", "broken: true");
  }
}
