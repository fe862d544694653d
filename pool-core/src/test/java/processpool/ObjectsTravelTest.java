package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InvalidClassException;
import java.io.Serializable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Maps and records through a pool, small and large, and what a record's constructor may do. */
@Timeout(120)
class ObjectsTravelTest {
  private ProcessPool pool;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  static Map<String, Integer> count(int words) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < words; i++) {
      counts.merge("word" + i, i, Integer::sum);
    }
    return counts;
  }

  static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void wordCountsTravelBothWays() throws Exception {
    pool = new ProcessPool(2);
    List<Integer> sizes = List.of(0, 1, 30_000, 7, 20_000, 30_000);
    List<Map<String, Integer>> counts = pool.map(ObjectsTravelTest::count, sizes, 2);
    for (int i = 0; i < sizes.size(); i++) {
      assertThat(counts.get(i)).isEqualTo(count(sizes.get(i)));
    }
    assertThat(pool.map(ObjectsTravelTest::sum, counts, 3))
        .isEqualTo(counts.stream().map(ObjectsTravelTest::sum).toList());
  }

  record Visit(String who, LocalDate day, Map<String, Integer> pages) implements Serializable {}

  static Visit next(Visit visit) {
    return new Visit(visit.who, visit.day.plusDays(1), visit.pages);
  }

  @Test
  void recordsTravelBothWays() throws Exception {
    pool = new ProcessPool(1);
    Visit visit = new Visit("a", LocalDate.EPOCH, Map.of("x", 1));
    assertThat(pool.apply(ObjectsTravelTest::next, visit)).isEqualTo(next(visit));
    assertThat(pool.apply(() -> visit.pages.get("x"))).isEqualTo(1);
    List<Visit> many = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      many.add(new Visit("a" + i, LocalDate.EPOCH.plusDays(i), Map.of("x" + i, i)));
    }
    List<Visit> back = pool.apply(x -> x, many);
    assertThat(back).isEqualTo(many);
    assertThat(pool.map(ObjectsTravelTest::next, many))
        .isEqualTo(many.stream().map(ObjectsTravelTest::next).toList());
  }

  record Choosy(int x) implements Serializable {
    Choosy {
      if (x == 2 && Boolean.getBoolean("choosy")) {
        throw new IllegalArgumentException("not x=2");
      }
    }
  }

  @Test
  void aRecordThatRefusesToBeMadeFailsItsOwnCall() {
    pool = ProcessPool.builder().processes(1).jvmOptions("-Dchoosy=true").build();
    List<Choosy> arguments = List.of(new Choosy(1), new Choosy(2), new Choosy(3));
    List<Object> seen = new ArrayList<>();
    try (ResultIterator<Integer> items = pool.imap(Choosy::x, arguments, 3)) {
      while (items.hasNext()) {
        try {
          seen.add(items.next());
        } catch (CompletionException refused) {
          assertThat(refused).hasStackTraceContaining("not x=2");
          seen.add("refused");
        }
      }
    }
    assertThat(seen).containsExactly(1, "refused", 3);
  }

  @Test
  void theWorkersJvmIsAskedAboutArguments() throws Exception {
    pool =
        ProcessPool.builder()
            .processes(1)
            .jvmOptions("-Djdk.serialFilter=!" + Choosy.class.getName() + ";!java.util.TreeMap")
            .build();
    assertThatThrownBy(() -> pool.apply(Choosy::x, new Choosy(1)))
        .hasRootCauseInstanceOf(InvalidClassException.class)
        .hasMessageContaining("refused by the ");
    assertThatThrownBy(() -> pool.apply(Map::size, new java.util.TreeMap<>(Map.of(1, 2))))
        .hasMessageContaining("refused by the ");
    assertThat(pool.apply(ObjectsTravelTest::sum, count(3))).isEqualTo(3);
  }
}
