package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A filter may refuse a value for its size, not its class: then that limit is to be raised. */
@Timeout(120)
class FilterLimitsTest {
  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
  }

  record Held(Object value) implements Serializable {}

  static Held large() {
    Held held = new Held(1);
    for (int depth = 0; depth < 20; depth++) {
      held = new Held(held);
    }
    String[] names = new String[50];
    Arrays.setAll(names, i -> "name " + i);
    return new Held(List.of(held, new ArrayList<>(Arrays.asList(names)), names));
  }

  static String read(Object any) {
    return "read";
  }

  @ParameterizedTest
  @CsvSource({
    "maxdepth, 5, depth=6",
    "maxrefs, 30, references=",
    "maxbytes, 200, bytes=",
    "maxarray, 40, array length=50"
  })
  void theMessageSaysWhichLimitAndRaisingItHelps(String limit, int value, String found)
      throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .objectInputFilter(ObjectInputFilter.Config.createFilter(limit + "=" + value))
            .build();
    assertThatThrownBy(() -> pool.apply(FilterLimitsTest::large))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("refused by the pool's filter (objectInputFilter), as " + found)
        .hasMessageContaining(" is over its limit: raise " + limit + " there, or send less")
        .rootCause()
        .isInstanceOf(InvalidClassException.class);
    endPool();
    pool =
        ProcessPool.builder()
            .processes(1)
            .objectInputFilter(ObjectInputFilter.Config.createFilter(limit + "=100000"))
            .build();
    assertThat(pool.apply(FilterLimitsTest::large)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "maxdepth, 5, depth=6",
    "maxrefs, 30, references=",
    "maxbytes, 200, bytes=",
    "maxarray, 40, array length=50"
  })
  void theJvmsFilterIsNamedInTheWorkerToo(String limit, int value, String found) throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .jvmOptions("-Djdk.serialFilter=" + limit + "=" + value)
            .build();
    assertThatThrownBy(() -> pool.apply(FilterLimitsTest::read, large()))
        .hasMessageContaining("refused by the JVM's filter (jdk.serialFilter), as " + found)
        .hasMessageContaining(" is over its limit: raise " + limit + " there, or send less");
    endPool();
    pool =
        ProcessPool.builder()
            .processes(1)
            .jvmOptions("-Djdk.serialFilter=" + limit + "=100000")
            .build();
    assertThat(pool.apply(FilterLimitsTest::read, large())).isEqualTo("read");
  }

  @Test
  void aClassIsToldAsAClassWhateverElseIsLimited() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .objectInputFilter(ObjectInputFilter.Config.createFilter("maxdepth=500;java.base/*;!*"))
            .build();
    assertThatThrownBy(() -> pool.apply(FilterLimitsTest::large))
        .hasMessageContaining(
            Held.class.getName()
                + "; refused by the pool's filter (objectInputFilter): allow the class there if"
                + " it may be read");
  }

  private static ObjectInputFilter.Status strict(ObjectInputFilter.FilterInfo info) {
    if (info.depth() > 1 && info.references() > 1) {
      return ObjectInputFilter.Status.REJECTED;
    }
    return ObjectInputFilter.Status.UNDECIDED;
  }

  @Test
  void aFilterOfTheProgramsOwnMayHaveOtherReasons() throws Exception {
    pool = ProcessPool.builder().processes(1).objectInputFilter(FilterLimitsTest::strict).build();
    assertThatThrownBy(() -> pool.apply(FilterLimitsTest::large))
        .hasMessageContaining("refused by the pool's filter (objectInputFilter)")
        .hasMessageContaining("look there for what it refuses");
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }
}
