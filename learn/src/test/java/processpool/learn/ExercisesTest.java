package processpool.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** All exercises, as shipped, hold what they promise. Several are judged at a time. */
@Timeout(900)
class ExercisesTest {
  /** More than processors: some wrong answers are found out only by waiting in vain. */
  private static final int JUDGES = 4;

  private static final Path PROJECT = Folders.project();
  private static final List<Exercise> ALL = Catalog.load();
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(JUDGES);
  private static final BlockingQueue<Judge> FREE = new LinkedBlockingQueue<>();
  private static final Map<Exercise, Future<List<String>>> JUDGED = new LinkedHashMap<>();

  @BeforeAll
  static void judgeAll() {
    for (int i = 0; i < JUDGES; i++) {
      FREE.add(new Judge(PROJECT, Duration.ofSeconds(60), false));
    }
    for (Exercise exercise : ALL) {
      JUDGED.put(exercise, THREADS.submit(() -> judge(exercise)));
    }
  }

  private static List<String> judge(Exercise exercise) throws Exception {
    Judge judge = FREE.take();
    try {
      return Proof.judged(exercise, judge);
    } finally {
      FREE.add(judge);
    }
  }

  @AfterAll
  static void endTheJudges() {
    THREADS.shutdownNow();
    FREE.forEach(Judge::close);
  }

  @TestFactory
  Stream<DynamicTest> stubsWaitSolutionsPassAndWrongAnswersAreTaught() {
    return ALL.stream()
        .map(e -> DynamicTest.dynamicTest(e.id(), () -> assertThat(complaints(e)).isEmpty()));
  }

  private static List<String> complaints(Exercise exercise) throws Exception {
    List<String> complaints = new ArrayList<>(Proof.missing(exercise));
    complaints.addAll(Proof.asShipped(exercise, PROJECT));
    complaints.addAll(JUDGED.get(exercise).get());
    return complaints;
  }

  @Test
  void eachModuleHasFiveOrMoreInAnOrderThatFollowsTheModules() {
    Map<String, Long> perModule =
        ALL.stream()
            .collect(
                Collectors.groupingBy(Exercise::module, LinkedHashMap::new, Collectors.counting()));
    assertThat(perModule)
        .containsOnlyKeys("example1-sleep-wait", "example2-close-join", "example3-get-results");
    assertThat(perModule.values()).allMatch(count -> count >= 5);
    assertThat(ALL).extracting(Exercise::module).isSorted();
    assertThat(ALL).extracting(Exercise::id).isSorted();
  }

  @Test
  void noFileIsUnlisted() {
    Path rooms = PROJECT.resolve(Path.of("learn", "src", "main", "resources", "exercises"));
    assertThat(Proof.unlisted(ALL, rooms, PROJECT)).isEmpty();
  }
}
