package processpool;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contract: a death or a time limit inside a chunk costs the one call that ran: what was done
 * before it keeps its result, what had not begun runs elsewhere, and the failure names the right
 * argument. Conformance line 54.
 */
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT) // they wait most of the time
class CallsOfAChunkTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  /** A busy machine takes its time to start a worker's first call. */
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private static final List<Integer> EIGHT = IntStream.range(0, 8).boxed().toList();

  @TempDir static Path folder;

  private ProcessPool pool = new ProcessPool(1);
  private Path log = folder;

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  /** How a call ends its worker. */
  enum Ending {
    EXIT,
    HALT,
    KILLED,
    TIME_LIMIT,
    STOPPED;

    boolean takesTime() {
      return this == TIME_LIMIT || this == STOPPED;
    }

    Class<?> failure() {
      return takesTime() ? TaskTimeoutException.class : WorkerDiedException.class;
    }

    /** Which calls of two chunks of four: the first of the second, one in its middle, its last. */
    List<Integer> places() {
      return takesTime() ? List.of(6) : List.of(4, 6, 7);
    }
  }

  /** A task: notes that it ran, and ends its worker if it is one of those. */
  record Call(String log, Ending ending, List<Integer> deadly)
      implements SerializableFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer i) throws Exception {
      note(log, i);
      if (deadly.contains(i)) {
        long pid = ProcessHandle.current().pid();
        switch (ending) {
          case EXIT -> System.exit(3);
          case HALT -> Runtime.getRuntime().halt(4);
          case KILLED -> Signals.send("KILL", pid);
          case STOPPED -> Signals.send("STOP", pid);
          default -> {}
        }
        TimeUnit.SECONDS.sleep(100);
      }
      return i * i;
    }
  }

  static void note(String log, int i) throws IOException {
    Files.write(Path.of(log, "" + i), new byte[1], CREATE, APPEND);
  }

  private Call call(Ending ending, Integer... deadly) throws Exception {
    log = Files.createTempDirectory(folder, "log");
    ProcessPool.Builder builder = ProcessPool.builder().processes(1);
    if (ending.takesTime()) {
      builder.taskTimeout(LIMIT);
    }
    pool.terminate();
    pool = builder.build();
    return new Call(log.toString(), ending, List.of(deadly));
  }

  /** Each call ran once, the deadly ones too. */
  private void eachOf(int count, String what) throws Exception {
    for (int i = 0; i < count; i++) {
      assertThat(log.resolve("" + i)).as(what + ": call " + i + " ran once").hasSize(1);
    }
  }

  /** All results in order of coming, "X" for a failure. */
  private static List<String> take(ResultIterator<Integer> results, Class<?> failure)
      throws Exception {
    List<String> all = new ArrayList<>();
    while (results.hasNext()) {
      try {
        all.add(String.valueOf(results.next(PATIENT)));
      } catch (CompletionException e) {
        assertThat(e).hasCauseInstanceOf(failure.asSubclass(Throwable.class));
        all.add("X");
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void anIterationLosesOneResultInItsPlace(Ending ending) throws Exception {
    for (int deadly : ending.places()) {
      Call call = call(ending, deadly);
      List<String> expected = new ArrayList<>(EIGHT.stream().map(i -> "" + i * i).toList());
      expected.set(deadly, "X");
      assertThat(take(pool.imap(call, EIGHT, 4), ending.failure())).isEqualTo(expected);
      eachOf(8, "imap, deadly=" + deadly);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUnorderedIterationLosesOneResult(Ending ending) throws Exception {
    Call call = call(ending, 6);
    assertThat(take(pool.imapUnordered(call, EIGHT, 4), ending.failure()))
        .containsExactlyInAnyOrder("0", "1", "4", "9", "16", "25", "X", "49");
    eachOf(8, "imapUnordered");
  }

  private static void failsAt(int index, Ending ending, Promptly.Body map) {
    Throwable failure = catchThrowable(map::run);
    assertThat(failure)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ending.failure().asSubclass(Throwable.class))
        .hasMessageMatching("(?s).*\\bindex=" + index + "\\b.*");
  }

  @ParameterizedTest
  @EnumSource
  void aMapNamesTheArgumentAndRunsAllOthers(Ending ending) throws Exception {
    for (int deadly : ending.places()) {
      Call call = call(ending, deadly);
      failsAt(deadly, ending, () -> pool.map(call, EIGHT, 4));
      eachOf(8, "map, deadly=" + deadly);
    }
    Call call = call(ending, 6);
    failsAt(6, ending, () -> pool.mapAsync(call, EIGHT, 8).get(PATIENT));
    eachOf(8, "mapAsync");
  }

  @ParameterizedTest
  @EnumSource
  void aStarmapToo(Ending ending) throws Exception {
    Call call = call(ending, 6);
    List<Map.Entry<Integer, Integer>> pairs = EIGHT.stream().map(i -> Map.entry(i, i)).toList();
    failsAt(6, ending, () -> pool.starmap((x, y) -> call.apply(x) + y, pairs, 4));
    eachOf(8, "starmap");
    Call again = call(ending, 2);
    failsAt(2, ending, () -> pool.starmapAsync((x, y) -> again.apply(x) + y, pairs, 4).get());
    eachOf(8, "starmapAsync");
  }

  @Test
  void chunksOfThePoolsOwnChoiceToo() throws Exception {
    List<Integer> hundred = IntStream.range(0, 100).boxed().toList();
    for (Ending ending : List.of(Ending.HALT, Ending.TIME_LIMIT)) {
      Call call = call(ending, 57);
      failsAt(57, ending, () -> pool.map(call, hundred));
      eachOf(100, "map of 100, " + ending);
    }
  }

  @Test
  void ofSeveralThatDieInOneChunkTheFirstIsNamedAndTheOthersStillRun() throws Exception {
    for (Ending ending : List.of(Ending.KILLED, Ending.TIME_LIMIT)) {
      Call call = call(ending, 2, 3, 6);
      failsAt(2, ending, () -> pool.map(call, EIGHT, 8));
      eachOf(8, "map, " + ending);
      Call again = call(ending, 2, 3, 6);
      assertThat(take(pool.imap(again, EIGHT, 8), ending.failure()))
          .containsExactly("0", "1", "X", "X", "16", "25", "X", "49");
      eachOf(8, "imap, " + ending);
    }
  }

  @Test
  void beforeADeathAnExceptionOfTheSameChunkIsStillTheFirstFailure() throws Exception {
    Call call = call(Ending.HALT, 6);
    SerializableFunction<Integer, Integer> odd =
        i -> {
          if (i == 1) {
            throw new IllegalStateException("one");
          }
          return call.apply(i);
        };
    Throwable failure = catchThrowable(() -> pool.map(odd, EIGHT, 8));
    assertThat(failure).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(failure).hasMessageContaining("index=1");
  }

  /** A task: notes that it ran, and ends its worker the first time. */
  static int dieOnce(String log, int i) throws Exception {
    note(log, i);
    Path mark = Path.of(log, "died");
    if (i == 6 && !Files.exists(mark)) {
      Files.createFile(mark);
      Runtime.getRuntime().halt(1);
    }
    return i * i;
  }

  @Test
  void aRetryRepeatsTheOneCall() throws Exception {
    log = Files.createTempDirectory(folder, "log");
    pool.terminate();
    pool = ProcessPool.builder().processes(1).retries(1).build();
    String to = log.toString();
    assertThat(pool.map(i -> dieOnce(to, i), EIGHT, 8)).containsExactly(0, 1, 4, 9, 16, 25, 36, 49);
    for (int i = 0; i < 8; i++) {
      assertThat(log.resolve("" + i)).as("runs of call " + i).hasSize(i == 6 ? 2 : 1);
    }
  }

  @Test
  void resultsThatWereThereBeforeADeathAreTakenBeforeTheRestHasRun() throws Exception {
    Call call = call(Ending.HALT, 3);
    ResultIterator<Integer> results = pool.imap(call, EIGHT, 4);
    for (int i = 0; i < 3; i++) {
      assertThat(results.next(PATIENT)).isEqualTo(i * i);
    }
    assertThat(catchThrowable(() -> results.next(PATIENT)))
        .hasCauseInstanceOf(WorkerDiedException.class);
  }
}
