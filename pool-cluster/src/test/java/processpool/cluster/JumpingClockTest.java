package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import processpool.AsyncResult;

/**
 * A machine whose clock is set while it works: an hour on, then two back. The clock is the JVM's
 * own view of it, which a small library in C brings about, where there is a compiler.
 */
class JumpingClockTest extends Machines {
  private static final String SHIM =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <stdlib.h>
      #include <time.h>
      #include <unistd.h>
      int clock_gettime(clockid_t clock, struct timespec *now) {
        static int (*real)(clockid_t, struct timespec *);
        if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
        int result = real(clock, now);
        if (clock == CLOCK_REALTIME) {
          if (!access(getenv("CLOCK_BACK"), F_OK)) now->tv_sec -= 3600;
          else if (!access(getenv("CLOCK_ON"), F_OK)) now->tv_sec += 3600;
        }
        return result;
      }
      """;

  /** Longer than members are silent; what a jump does to who watches whom shows within it. */
  private static final Duration A_WHILE = Duration.ofSeconds(5);

  private Path compileShim() throws Exception {
    Path source = folder.resolve("clock.c");
    Path library = folder.resolve("clock.so");
    Files.writeString(source, SHIM);
    try {
      Process compiler =
          new ProcessBuilder(
                  "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("compiler").toFile())
              .start();
      assumeTrue(compiler.waitFor() == 0, "the C compiler does not make Linux libraries here");
    } catch (IOException none) {
      assumeTrue(false, "no C compiler: " + none.getMessage());
    }
    return library;
  }

  @Test
  void nobodyIsLostAndNothingEndsEarly() throws Exception {
    Map<String, String> jumping =
        Map.of(
            "LD_PRELOAD",
            compileShim().toString(),
            "CLOCK_ON",
            file("on"),
            "CLOCK_BACK",
            file("back"));
    String address = "127.0.0.1:" + NodeProcess.freePort();
    NodeProcess first = NodeProcess.start(List.of(), jumping, address, "--workers", "1");
    nodes.add(first);
    first.awaitReady();
    startNode(1);
    join();
    assertThat(cluster.awaitNodes(2, LONG)).isTrue();
    pool = cluster.pool().build();
    AsyncResult<Long> here = pool.applyAsync(Tasks::hold, file("a"), file("release"));
    AsyncResult<Long> there = pool.applyAsync(Tasks::hold, file("b"), file("release"));
    long[] workers = {awaitPid("a"), awaitPid("b")};
    long before = System.currentTimeMillis();

    for (String jump : List.of("on", "back")) {
      Files.createFile(folder.resolve(jump));
      long until = System.nanoTime() + A_WHILE.toNanos();
      while (System.nanoTime() < until) {
        assertThat(cluster.nodes()).hasSize(2);
        Thread.sleep(100); // the time in which a jump could show
      }
    }
    Files.createFile(folder.resolve("release"));

    assertThat(List.of(here.get(LONG), there.get(LONG))).containsExactly(workers[0], workers[1]);
    List<Long> clocks = pool.map(x -> System.currentTimeMillis() - x, List.of(before, before), 1);
    assertThat(clocks).as("the clock did jump in one of the workers").anyMatch(since -> since < 0);
  }
}
