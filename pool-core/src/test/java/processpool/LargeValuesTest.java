package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Values far larger than a pipe or a ring, alone and together with what ends workers. Conformance
 * lines 11, 34 and 35; contract: a 2 GiB argument is a clear error and the pool goes on.
 */
@Timeout(180)
class LargeValuesTest {
  private static final int MIB = 1 << 20;

  private ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i += 997) {
      bytes[i] = (byte) (i * 31 + size);
    }
    return bytes;
  }

  @Test
  void everySizeAroundTheLimitsOfBuffersComesBackUnchanged() throws Exception {
    List<Integer> sizes = new ArrayList<>(List.of(0, 1, 7, 8, 9));
    for (int power = 6; power <= 24; power += 1) {
      for (int off = -9; off <= 9; off += 3) {
        sizes.add((1 << power) + off);
      }
    }
    List<AsyncResult<byte[]>> results = new ArrayList<>();
    for (int size : sizes.subList(0, sizes.size() - 28)) {
      results.add(pool.applyAsync(x -> x, filled(size)));
    }
    for (int i = 0; i < results.size(); i++) {
      assertThat(Arrays.equals(results.get(i).get(), filled(sizes.get(i))))
          .as("size=" + sizes.get(i))
          .isTrue();
    }
    for (int size : sizes.subList(sizes.size() - 28, sizes.size())) { // up to 16 MiB
      assertThat(Arrays.equals(pool.apply(LargeValuesTest::filled, size), filled(size))).isTrue();
    }
  }

  @Test
  void objectsAndTextsMayBeLargeToo() throws Exception {
    String text = "日本é".repeat(MIB);
    assertThat(pool.apply(x -> x, text).equals(text)).isTrue();
    List<List<Integer>> nested = List.of(IntStream.range(0, 300_000).boxed().toList());
    assertThat(pool.apply(x -> x, nested).equals(nested)).isTrue();
    long[] longs = LongArrays.counting(MIB);
    assertThat(Arrays.equals(pool.apply(x -> x, longs), longs)).isTrue();
  }

  private static final class LongArrays {
    static long[] counting(int size) {
      return IntStream.range(0, size).mapToLong(i -> i * 7L).toArray();
    }
  }

  @Test
  void failuresOfAMebibyteInOneMapEndIt() throws Exception {
    SerializableFunction<Integer, Integer> fail =
        x -> {
          if (x % 2 == 0) {
            throw new IllegalStateException("x".repeat(MIB) + x);
          }
          return x;
        };
    assertThatThrownBy(() -> pool.map(fail, List.of(1, 2, 3, 4), 1))
        .cause()
        .hasMessageEndingWith("x2");
    assertThatThrownBy(() -> pool.map(fail, List.of(1, 2, 3, 4), 4))
        .cause()
        .hasMessageEndingWith("x2");
    AsyncResult<List<Integer>> unread = pool.mapAsync(fail, List.of(2, 4, 6, 8), 1);
    ResultIterator<Integer> alsoUnread = pool.imap(fail, List.of(2, 4, 6, 8));
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).as("nobody reads, nothing hangs").isTrue();
    assertThat(unread.successful()).isFalse();
    assertThatThrownBy(alsoUnread::next).cause().hasMessageEndingWith("x2");
  }

  private ProcessPool renewing() {
    pool.terminate();
    pool = ProcessPool.builder().processes(2).maxTasksPerChild(1).build();
    return pool;
  }

  @Test
  void eightMebibytesForAWorkerThatHasJustRetiredReachAnother() throws Exception {
    renewing();
    List<AsyncResult<Integer>> results = new ArrayList<>();
    byte[] large = filled(8 * MIB);
    for (int i = 0; i < 12; i++) {
      results.add(pool.applyAsync((x, k) -> Arrays.hashCode(x) + k, large, i));
    }
    int hash = Arrays.hashCode(large);
    for (int i = 0; i < 12; i++) {
      assertThat(results.get(i).get(Duration.ofSeconds(60))).isEqualTo(hash + i);
    }
  }

  @Test
  void largeResultsOfWorkersThatRetireAllArriveAndNoneIsReportedAsADeath() throws Exception {
    renewing();
    List<AsyncResult<byte[]>> results =
        IntStream.range(0, 12)
            .mapToObj(i -> pool.applyAsync(LargeValuesTest::filled, 5 * MIB + i))
            .toList();
    pool.close();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
    for (int i = 0; i < 12; i++) {
      assertThat(Arrays.equals(results.get(i).get(), filled(5 * MIB + i))).isTrue();
    }
  }

  /** Pretends to be of any size without having it in memory. */
  static class Huge implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      byte[] piece = new byte[MIB];
      for (long written = 0; written < 3L << 30; written += piece.length) {
        out.write(piece);
      }
    }
  }

  /** Sends too much, with and without the memory for a part of it, then goes on. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx128m").build();
      try {
        pool.applyAsync(x -> 1, new Huge()).get();
      } catch (IllegalArgumentException | ExecutionException refused) {
        System.out.println("refused: " + refused.getMessage());
      }
      int nine = pool.apply(Tasks::square, 3);
      System.out.println(nine);
      pool.terminate();
      pool.join();
    }
  }

  @Test
  void anArgumentTooLargeToTravelIsRefusedAtTheCallAndThePoolGoesOn() throws Exception {
    Programs.Ended program = Programs.run(Program.class, List.of("-Xmx200m"));
    assertThat(program.out().lines().toList()).hasSize(2).last().isEqualTo("9");
    assertThat(program.out()).contains("refused: ").containsAnyOf("too large", "OutOfMemoryError");
    assertThat(program.exitCode()).isZero();
  }

  /** Sends what may or may not fit into memory that is short on both sides. */
  static class Squeeze {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx128m").build();
      for (int mebibytes : new int[] {10, 35, 50, 80, 110}) {
        System.out.println("result " + mebibytes + ": " + outcome(pool, mebibytes));
      }
      int nine = pool.apply(Tasks::square, 3);
      System.out.println("result " + nine);
      pool.terminate();
      pool.join();
    }

    private static String outcome(ProcessPool pool, int mebibytes) throws Exception {
      try {
        byte[] bytes = new byte[mebibytes * MIB];
        return "" + pool.applyAsync(x -> x, bytes).get(Duration.ofSeconds(60)).length;
      } catch (IllegalArgumentException | ExecutionException | OutOfMemoryError failed) {
        return "refused or failed, which is as good";
      }
    }
  }

  @Test
  void nothingHangsWhenMemoryIsShortOnBothSides() throws Exception {
    Programs.Ended program = Programs.run(Squeeze.class, List.of("-Xmx200m"));
    assertThat(program.out().lines().filter(line -> line.startsWith("result ")))
        .as(program.out() + program.err())
        .hasSize(6)
        .startsWith("result 10: " + 10 * MIB)
        .endsWith("result 9");
    assertThat(program.exitCode()).isZero();
  }

  @Test
  void aResultTooLargeToTravelFailsAloneAndThePoolGoesOn() throws Exception {
    pool.terminate();
    pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx128m").build();
    assertThatThrownBy(() -> pool.apply(Huge::new))
        .isInstanceOf(ExecutionException.class)
        .hasStackTraceContaining("OutOfMemoryError");
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }
}
