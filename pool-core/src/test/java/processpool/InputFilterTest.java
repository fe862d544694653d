package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conformance line 59: what the JVM's owner or the pool's forbids is not deserialized, in parent
 * and worker: not even its readObject runs.
 */
@Timeout(120)
class InputFilterTest {
  static final AtomicInteger READ = new AtomicInteger();

  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    if (pool != null) {
      pool.terminate();
      assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
    }
  }

  /** Does something as soon as it is read, as the classes of known attacks do. */
  static class Evil implements Serializable {
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      READ.incrementAndGet();
    }
  }

  static class Bad extends RuntimeException {
    final Evil evil = new Evil();

    Bad() {
      super("what it says");
    }
  }

  static Object evil() {
    return new Evil();
  }

  static Object evilIfOdd(int x) {
    return x % 2 == 0 ? x : new Evil();
  }

  static Object throwing() {
    throw new Bad();
  }

  static int readAs(Object evil) {
    return READ.get();
  }

  private static ObjectInputFilter.Status noEvil(ObjectInputFilter.FilterInfo info) {
    return info.serialClass() == Evil.class
        ? ObjectInputFilter.Status.REJECTED
        : ObjectInputFilter.Status.UNDECIDED;
  }

  @Test
  void thePoolsFilterIsAskedAboutResultsAndRefusesThemAlone() throws Exception {
    pool = ProcessPool.builder().processes(1).objectInputFilter(InputFilterTest::noEvil).build();
    int before = READ.get();
    assertThatThrownBy(() -> pool.apply(InputFilterTest::evil))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining(Evil.class.getName())
        .hasMessageContaining("refused by the pool's filter")
        .rootCause()
        .isInstanceOf(InvalidClassException.class);
    assertThatThrownBy(() -> pool.apply(() -> new ArrayList<>(List.of(new Evil(), 1))))
        .hasMessageContaining("refused by the pool's filter");
    List<Object> seen = new ArrayList<>();
    try (ResultIterator<Object> items = pool.imap(InputFilterTest::evilIfOdd, List.of(2, 3, 4))) {
      while (items.hasNext()) {
        try {
          seen.add(items.next());
        } catch (java.util.concurrent.CompletionException refused) {
          seen.add("refused");
        }
      }
    }
    assertThat(seen).containsExactly(2, "refused", 4);
    assertThat(READ).as("its readObject").hasValue(before);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void andAboutExceptionsWhichArriveAsText() throws Exception {
    pool = ProcessPool.builder().processes(1).objectInputFilter(InputFilterTest::noEvil).build();
    int before = READ.get();
    assertThatThrownBy(() -> pool.apply(InputFilterTest::throwing))
        .cause()
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("what it says");
    assertThat(READ).hasValue(before);
  }

  @Test
  void alsoAboutWhatAnInitializerThrows() {
    pool =
        ProcessPool.builder()
            .processes(1)
            .initializer(() -> throwing())
            .objectInputFilter(InputFilterTest::noEvil)
            .build();
    int before = READ.get();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 3))
        .hasCauseInstanceOf(BrokenPoolException.class);
    assertThat(READ).hasValue(before);
  }

  @Test
  void whatIsNotForbiddenIsRead() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .objectInputFilter(
                ObjectInputFilter.Config.createFilter("java.base/*;processpool.*;!*"))
            .build();
    int before = READ.get();
    assertThat(pool.apply(InputFilterTest::evil)).isInstanceOf(Evil.class);
    assertThat(READ).hasValue(before + 1);
    assertThat(pool.apply(() -> new java.util.HashMap<>(java.util.Map.of("a", 1))))
        .containsEntry("a", 1);
  }

  @Test
  void theWorkersJvmRefusesArguments() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .jvmOptions("-Djdk.serialFilter=!" + Evil.class.getName())
            .build();
    assertThatThrownBy(() -> pool.apply(InputFilterTest::readAs, new Evil()))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("refused by the JVM's filter");
    assertThat(pool.apply(() -> READ.get())).as("its readObject, there").isZero();
  }

  /** A program of its own, as a JVM's filter cannot be taken away again. */
  static final class OfTheJvm {
    private OfTheJvm() {}

    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      for (SerializableCallable<Object> task :
          List.<SerializableCallable<Object>>of(InputFilterTest::evil, InputFilterTest::throwing)) {
        try {
          System.out.println("got " + pool.apply(task));
        } catch (ExecutionException e) {
          System.out.println(e.getCause().getClass().getSimpleName() + ": " + e.getMessage());
        }
      }
      try {
        System.out.println("argument " + pool.apply(InputFilterTest::readAs, (Object) new Evil()));
      } catch (ExecutionException e) {
        System.out.println(e.getCause().getClass().getSimpleName() + ": " + e.getMessage());
      }
      System.out.println("read " + READ.get() + ", " + pool.apply(Tasks::square, 3));
      pool.close();
      pool.join();
    }
  }

  /** Refuses Evil whatever a stream itself asks for. */
  public static final class Factory implements BinaryOperator<ObjectInputFilter> {
    @Override
    public ObjectInputFilter apply(ObjectInputFilter current, ObjectInputFilter next) {
      ObjectInputFilter own = ObjectInputFilter.Config.createFilter("!" + Evil.class.getName());
      return next == null ? own : ObjectInputFilter.merge(next, own);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Djdk.serialFilter=!processpool.InputFilterTest$Evil",
        "-Djdk.serialFilterFactory=processpool.InputFilterTest$Factory"
      })
  void theJvmsOwnFilterIsAskedFirstOnBothSides(String option) throws Exception {
    String classPath = System.getProperty("java.class.path");
    Program.Ended ended = Program.java(option, "-cp", classPath, OfTheJvm.class.getName());
    assertThat(ended.out().lines().filter(l -> !l.isBlank() && !l.startsWith("\t")))
        .as("%s", ended)
        .satisfiesExactly(
            result -> assertThat(result).startsWith("IllegalStateException").contains("refused by"),
            exception ->
                assertThat(exception).startsWith("RemoteTaskException").contains("what it says"),
            argument ->
                assertThat(argument).startsWith("InvalidClassException").contains("refused by"),
            read -> assertThat(read).isEqualTo("read 0, 9"));
  }
}
