package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A result that the parent has no room for is told as that, costs neither its worker nor a
 * neighbour, and the advice is about the heap that is too small. Conformance line 48.
 */
@Timeout(180)
class NoRoomForResultTest {
  private static final int MUCH = 100_000_000;

  record Large(byte[] bytes) implements Serializable {}

  /** What a task may return or throw that is too much. */
  enum Kind {
    BYTES,
    LONGS,
    TEXT,
    WIDE_TEXT,
    LIST_OF_NUMBERS,
    LIST_OF_TEXTS,
    LIST_OF_ARRAYS,
    OBJECT,
    EXCEPTION,
    LINE
  }

  static Object make(Kind kind) {
    switch (kind) {
      case BYTES:
        return new byte[MUCH];
      case LONGS:
        return new long[MUCH / 8];
      case TEXT:
        return "x".repeat(MUCH);
      case WIDE_TEXT:
        return "日".repeat(MUCH / 2);
      case LIST_OF_NUMBERS:
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i < 20_000_000; i++) { // far more than fits: there is no heap but for this
          numbers.add(i & 0x7F);
        }
        return numbers;
      case LIST_OF_TEXTS:
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < MUCH / 1000; i++) {
          texts.add("y".repeat(1000));
        }
        return texts;
      case LIST_OF_ARRAYS:
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
          arrays.add(new byte[MUCH / 15]);
        }
        return arrays;
      case OBJECT:
        return new Large(new byte[MUCH]);
      case EXCEPTION:
        throw new IllegalStateException("m".repeat(MUCH));
      default:
        System.out.println("z".repeat(MUCH));
        return "printed";
    }
  }

  /** In a program with little heap; prints what went wrong. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx1200m").build();
      try (PathLog log = new PathLog()) {
        for (int round = 0; round < 2; round++) {
          for (Kind kind : Kind.values()) {
            one(pool, kind);
          }
          log.settle(pool);
        }
      }
      beside(pool, 5);
      beside(pool, 1);
      pool.close();
      System.out.println("joined " + pool.join(Duration.ofSeconds(30)));
    }

    private static void one(ProcessPool pool, Kind kind) throws Exception {
      long before = pool.apply(Tasks::pid);
      AsyncResult<Object> result = pool.applyAsync(NoRoomForResultTest::make, kind);
      try {
        Object value = result.get(Duration.ofSeconds(60));
        if (kind != Kind.LINE) {
          System.out.println("WRONG " + kind + ": returned " + value.getClass());
        }
      } catch (ExecutionException e) {
        String said = e.getMessage();
        boolean right =
            kind == Kind.EXCEPTION
                ? said.contains("IllegalStateException")
                : said.contains("in the parent's heap") && said.contains("larger -Xmx");
        if (!right || kind == Kind.LINE) {
          System.out.println(
              "WRONG " + kind + ": " + said.substring(0, Math.min(300, said.length())));
        }
      }
      if (pool.apply(Tasks::pid) != before) {
        System.out.println("WRONG " + kind + ": it cost its worker");
      }
    }

    static Object makeInTheMiddle(int i) {
      return i == 2 ? make(Kind.TEXT) : i == 3 ? make(Kind.LIST_OF_NUMBERS) : (Object) i;
    }

    private static void beside(ProcessPool pool, int chunkSize) throws Exception {
      ResultIterator<Object> all =
          pool.imap(Program::makeInTheMiddle, List.of(0, 1, 2, 3, 4), chunkSize);
      for (int i = 0; i < 5; i++) {
        try {
          Object value = all.next(Duration.ofSeconds(60));
          if (i == 2 || i == 3 || !value.equals(i)) {
            System.out.println("WRONG neighbour " + i + ": " + value.getClass());
          }
        } catch (CompletionException e) {
          if (i != 2 && i != 3 || !e.getMessage().contains("larger -Xmx")) {
            System.out.println("WRONG neighbour " + i + ": " + e);
          }
        }
      }
    }
  }

  @Test
  void itFailsAloneAndItsWorkerLives() throws Exception {
    Programs.Ended program = Programs.run(Program.class, List.of("-Xmx64m"));
    String out = program.out().replace("z", "");
    assertThat(out.lines().filter(line -> line.startsWith("WRONG")).toList()).isEmpty();
    assertThat(out).contains("joined true");
    assertThat(program.err()).doesNotContain("OutOfMemoryError");
    assertThat(program.exitCode()).isZero();
  }

  /** Is written by Java serialization, so it needs its own room twice. */
  static final class Bulk implements Serializable {
    private static final long serialVersionUID = 1;
    final byte[] bytes = new byte[30 << 20];
  }

  @Test
  void inTheWorkerTheAdviceIsAboutTheWorkersHeap() throws Exception {
    for (String more : List.of("-XX:+ExitOnOutOfMemoryError", "-XX:-ExitOnOutOfMemoryError")) {
      ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx56m", more).build();
      AsyncResult<Bulk> result = pool.applyAsync(Bulk::new);
      try {
        result.get(Duration.ofSeconds(60));
        assertThat(more).as("it was too much").isNull();
      } catch (ExecutionException e) {
        assertThat(e.getMessage()).contains("worker's heap").contains("jvmOptions(\"-Xmx…\")");
      }
      assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
      pool.terminate();
      pool.join();
    }
  }
}
