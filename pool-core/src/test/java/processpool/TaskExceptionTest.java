package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: a task's exception arrives as the cause of an ExecutionException, same class, same
 * message; whatever it is, and whatever its methods or those of a result do here.
 */
@Timeout(90)
class TaskExceptionTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(BOUND)).isTrue();
  }

  static int waitForOneThatFails() {
    return CompletableFuture.<Integer>failedFuture(new IllegalStateException("inner")).join();
  }

  static int cancelled() {
    throw new CancellationException("by the task");
  }

  @Test
  void thoseThatMeanSomethingToFuturesArriveAsTheyAre() throws Exception {
    AsyncResult<Integer> completion = pool.applyAsync(TaskExceptionTest::waitForOneThatFails);
    assertThatThrownBy(() -> completion.get(BOUND))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    AsyncResult<Integer> single = pool.applyAsync(TaskExceptionTest::cancelled);
    AsyncResult<List<Integer>> map = pool.mapAsync(x -> cancelled(), List.of(1, 2), 1);
    for (AsyncResult<?> result : List.of(single, map)) {
      assertThatThrownBy(() -> result.get(BOUND))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("task failed in worker pid=")
          .cause()
          .isInstanceOf(CancellationException.class)
          .hasMessage("by the task");
      assertThat(result.isCancelled()).isFalse();
      assertThat(result.successful()).isFalse();
      assertThat(result.cancel(true)).isFalse();
    }
  }

  /** Knows what it is only where it was thrown. */
  static class Mute extends RuntimeException {
    private final transient Object about = "about";

    @Override
    public String getMessage() {
      return about.toString();
    }
  }

  static int mute() {
    throw new Mute();
  }

  @Test
  void oneThatCannotSayWhatItIsArrivesAsText() throws Exception {
    assertThatThrownBy(() -> pool.applyAsync(TaskExceptionTest::mute).get(BOUND))
        .cause()
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("about");
    ResultIterator<Integer> results = pool.imap(x -> mute(), List.of(1));
    assertThatThrownBy(() -> results.next(BOUND))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("about");
  }

  @Test
  void anInitializersThatCannotSayWhatItIsBreaksThePoolLikeAnyOther() throws Exception {
    ProcessPool broken =
        ProcessPool.builder().processes(1).initializer(() -> cannotStart()).build();
    assertThatThrownBy(() -> broken.applyAsync(Tasks::square, 2).get(BOUND))
        .hasCauseInstanceOf(BrokenPoolException.class);
    broken.terminate();
    broken.join();
  }

  private static void cannotStart() {
    throw new Mute();
  }

  private static boolean inParent;

  static class Bomb implements Serializable {
    private void readObject(ObjectInputStream in) {
      if (inParent) {
        throw new AssertionError("not here");
      }
    }
  }

  static Bomb bomb() {
    return new Bomb();
  }

  /** Travels until it is told not to. */
  static class Stubborn implements Serializable {
    private boolean refuses;

    private void writeObject(ObjectOutputStream out) throws IOException {
      if (refuses) {
        throw new AssertionError("no more");
      }
      out.defaultWriteObject();
    }
  }

  static int take(Stubborn argument) {
    return 1;
  }

  /** It is written when it is handed in: nothing that happens to it later can fail, or be seen. */
  @Test
  void anArgumentTravelsAsItWasHandedInWhateverBecomesOfItLater(@TempDir Path folder)
      throws Exception {
    Path gate = folder.resolve("gate");
    AsyncResult<Integer> before = pool.applyAsync(DoorTest::waitFor, gate.toString());
    Stubborn argument = new Stubborn();
    List<Object> list = new ArrayList<>(List.of(1));
    AsyncResult<Integer> result = pool.applyAsync(TaskExceptionTest::take, argument);
    AsyncResult<Integer> size = pool.applyAsync(List::size, list);
    AsyncResult<Integer> captured = pool.applyAsync(() -> list.size());
    argument.refuses = true; // while they wait at the door
    list.add(new Object());
    Files.createFile(gate);
    assertThat(before.get(BOUND)).isEqualTo(1);
    assertThat(result.get(BOUND)).isEqualTo(1);
    assertThat(size.get(BOUND)).isEqualTo(1);
    assertThat(captured.get(BOUND)).isEqualTo(1);
    assertThatThrownBy(() -> pool.applyAsync(TaskExceptionTest::take, argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("no more");
    long pid = pool.applyAsync(Tasks::pid).get(BOUND);
    assertThat(before.workerPid()).as("no worker was lost").hasValue(pid);
  }

  @Test
  void anErrorWhileAResultIsReadFailsThatResultAlone() throws Exception {
    inParent = true;
    try (PathLog log = new PathLog()) {
      for (String path : List.of("pipes", "what is used later")) {
        AsyncResult<Bomb> bomb = pool.applyAsync(TaskExceptionTest::bomb);
        AsyncResult<Integer> other = pool.applyAsync(Tasks::square, 3);
        assertThatThrownBy(() -> bomb.get(BOUND))
            .as(path)
            .hasRootCauseInstanceOf(AssertionError.class)
            .hasRootCauseMessage("not here");
        assertThat(other.get(BOUND)).as(path).isEqualTo(9);
        log.settle(pool);
      }
    } finally {
      inParent = false;
    }
  }
}
