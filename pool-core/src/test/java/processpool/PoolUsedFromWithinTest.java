package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import processpool.SlowToRead.Kind;

/**
 * Contract: code of users runs on no thread and under no lock where it could hold up others. So a
 * result may use the pool while it is read, a pool of one too: nothing hangs, every value is right,
 * and no healthy worker is killed. Conformance line 43.
 */
@Timeout(180)
class PoolUsedFromWithinTest {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private final PathLog log = new PathLog();
  private final ProcessPool pool = new ProcessPool(1);
  private final AtomicInteger uses = new AtomicInteger();
  private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

  @AfterEach
  void endPool() throws InterruptedException {
    SlowToRead.none();
    log.close();
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(20))).isTrue();
  }

  private void makeQuick() throws Exception {
    log.settle(pool);
    for (int i = 0; i < 3_000; i++) {
      assertThat(pool.apply(Tasks::square, i)).isEqualTo(i * i);
    }
  }

  /** Every way to use a pool, each in its turn. */
  private void usePool() {
    try {
      int turn = uses.getAndIncrement();
      switch (turn % 8) {
        case 0 -> assertThat(pool.apply(Tasks::square, turn)).isEqualTo(turn * turn);
        case 1 ->
            assertThat(pool.applyAsync(Tasks::square, 3).get(LIMIT)).as("applyAsync").isEqualTo(9);
        case 2 -> assertThat(pool.map(Tasks::square, List.of(1, 2, 3), 2)).containsExactly(1, 4, 9);
        case 3 -> assertThat(pool.imap(Tasks::square, List.of(1, 2)).next(LIMIT)).isEqualTo(1);
        case 4 -> assertThat(pool.asExecutorService().submit(() -> 4).get()).isEqualTo(4);
        case 5 -> assertThat(pool.workerPids()).hasSize(1);
        case 6 -> pool.applyAsync(Tasks::square, 3).cancel(false);
        default ->
            assertThat(
                    pool.applyAsync(Tasks::square, 5)
                        .toCompletableFuture()
                        .thenApply(x -> x + 1)
                        .get(8, TimeUnit.SECONDS))
                .isEqualTo(26);
      }
    } catch (Throwable e) {
      wrong.add(e);
    }
  }

  private void allWentWell(List<Long> pids) {
    assertThat(wrong).isEmpty();
    assertThat(pool.workerPids()).as("nobody was killed for it").isEqualTo(pids);
  }

  private static void read(AsyncResult<?> result) throws Exception {
    try {
      assertThat(result.get()).isNotNull();
    } catch (ExecutionException failed) {
      assertThat(failed).hasCauseInstanceOf(SlowToRead.Broken.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void byOneResultWhileItIsRead(Kind kind) throws Exception {
    makeQuick();
    List<Long> pids = pool.workerPids();
    SlowToRead.whileReading(this::usePool);
    for (int i = 0; i < 200; i++) {
      AsyncResult<Object> result = Promptly.call(() -> pool.applyAsync(SlowToRead::make, kind));
      int seen = i;
      assertThat(Promptly.call(() -> pool.apply(Tasks::square, seen))).isEqualTo(seen * seen);
      assertThat(Promptly.call(() -> result.await(LIMIT))).isTrue();
      assertThat(result.successful()).isEqualTo(kind != Kind.IN_AN_EXCEPTION);
      Promptly.run(() -> read(result)); // whoever asks for it reads it
    }
    allWentWell(pids);
    assertThat(uses.get()).as("each was read once, at least").isGreaterThanOrEqualTo(200);
  }

  @Test
  void bySeveralResultsThatCameTogether() throws Exception {
    makeQuick();
    List<Long> pids = pool.workerPids();
    SlowToRead.whileReading(this::usePool);
    for (int i = 0; i < 50; i++) {
      List<?> read =
          Promptly.call(() -> pool.map(SlowToRead::one, List.of(1, 2, 3, 4, 5, 6, 7, 8), 4));
      assertThat(read).hasSize(8).hasOnlyElementsOfType(SlowToRead.WithReadObject.class);
      ResultIterator<?> items =
          Promptly.call(() -> pool.imap(SlowToRead::one, List.of(1, 2, 3), 2));
      for (int k = 0; k < 3; k++) {
        assertThat(Promptly.call(() -> items.next(LIMIT))).isNotNull();
      }
    }
    allWentWell(pids);
  }

  @Test
  void toEndItWhileAResultIsRead() throws Exception {
    makeQuick();
    SlowToRead.whileReading(pool::terminate);
    AsyncResult<?> result = pool.applyAsync(SlowToRead::one, 1);
    List<AsyncResult<Integer>> behind = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      try {
        behind.add(pool.applyAsync(Tasks::square, i));
      } catch (IllegalStateException closed) {
        assertThat(closed).hasMessage("pool is closed");
      }
    }
    Promptly.run(() -> read(result));
    for (AsyncResult<Integer> one : behind) {
      assertThat(Promptly.call(() -> one.await(LIMIT))).isTrue();
    }
    assertThat(Promptly.call(() -> pool.join(LIMIT))).isTrue();
  }

  /** What it reads comes out of the pool too. */
  private int ask(int x) {
    try {
      return pool.apply(Tasks::square, x);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Iterable<Integer> asking() {
    ask(1);
    return () -> {
      ask(2);
      return List.of(1, 2, 3).stream().map(this::ask).iterator();
    };
  }

  @Test
  void byArgumentsAsTheyAreIteratedOver() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(Promptly.call(() -> pool.map(Tasks::square, asking()))).containsExactly(1, 16, 81);
      assertThat(Promptly.call(() -> pool.map(Tasks::square, asking(), 2)))
          .containsExactly(1, 16, 81);
      List<Integer> items = new ArrayList<>();
      Promptly.run(() -> pool.imap(Tasks::square, asking()).forEachRemaining(items::add));
      Promptly.run(
          () -> pool.imapUnordered(Tasks::square, asking(), 2).forEachRemaining(items::add));
      assertThat(items).hasSize(6).containsOnly(1, 16, 81);
    }
  }
}
