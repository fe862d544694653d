package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A machine with one processor: whoever waits awake keeps from it the one it waits for. Everything
 * still works, at a speed that shows that nobody uses up his whole turn in waiting.
 */
@Timeout(180)
class OneProcessorTest {
  /** Prints: median round trip in microseconds, then milliseconds of CPU used by an idle pool. */
  static class Main {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      try (PathLog log = new PathLog()) {
        log.settle(pool);
      }
      long[] nanos = new long[1_000];
      for (int i = 0; i < nanos.length; i++) {
        long begun = System.nanoTime();
        check(pool.apply(Tasks::square, i) == i * i);
        nanos[i] = System.nanoTime() - begun;
      }
      Arrays.sort(nanos);
      System.out.println(nanos[nanos.length / 2] / 1_000);
      List<Integer> numbers = IntStream.range(0, 5_000).boxed().toList();
      List<Integer> squares = numbers.stream().map(Tasks::square).toList();
      check(pool.map(Tasks::square, numbers, 1).equals(squares));
      check(pool.map(Tasks::square, numbers).equals(squares));
      byte[] large = new byte[8 << 20];
      Arrays.fill(large, (byte) 3);
      for (int i = 0; i < 4; i++) {
        check(Arrays.equals(pool.apply(x -> x, large), large));
      }
      long before = cpuMillis(pool);
      TimeUnit.MILLISECONDS.sleep(2_000);
      System.out.println(cpuMillis(pool) - before);
      pool.close();
      check(pool.join(Duration.ofSeconds(30)));
    }

    private static void check(boolean right) {
      if (!right) {
        throw new IllegalStateException("wrong");
      }
    }

    private static long cpuMillis(ProcessPool pool) {
      List<ProcessHandle> all = new ArrayList<>(List.of(ProcessHandle.current()));
      pool.workerPids().forEach(pid -> ProcessHandle.of(pid).ifPresent(all::add));
      return all.stream()
          .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  private static void works(ProcessBuilder program) throws Exception {
    Programs.Ended ended = Programs.run(program);
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    List<Long> numbers = ended.out().lines().map(Long::valueOf).toList();
    System.out.println(
        "one processor: round trip "
            + numbers.get(0)
            + " us, idle pool "
            + numbers.get(1)
            + " ms of CPU in 2 s");
    assertThat(numbers.get(0)).as("median round trip in microseconds").isLessThan(20_000);
    assertThat(numbers.get(1)).as("milliseconds of CPU in two idle seconds").isLessThan(500);
  }

  @Test
  void pinnedToOneProcessorThePoolWorksAtAGoodSpeed() throws Exception {
    assumeThat(succeeds("taskset", "-c", "0", "true"))
        .as("there is a taskset command, and processor 0 is ours")
        .isTrue();
    ProcessBuilder program = Programs.command(Main.class, List.of());
    program.command().addAll(0, List.of("taskset", "-c", "0"));
    works(program);
  }

  @Test
  void aJvmThatIsToldOfOneProcessorDoesToo() throws Exception {
    works(Programs.command(Main.class, List.of("-XX:ActiveProcessorCount=1")));
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
