package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.events.Events;
import processpool.wire.MessageReader;

/** Runners that have several workers, and answer later because they are far away. */
@Timeout(30)
class FarRunnerTest {
  /** Runs two chunks at once, has room for more, and says later what it gives back. */
  private static final class Node implements Runner {
    final List<Chunk> handed = new ArrayList<>();
    final List<Chunk> asked = new ArrayList<>();
    final List<Chunk> stopping = new ArrayList<>();
    final List<Chunk> aborted = new ArrayList<>();
    boolean room = true;
    int begun;
    int left;

    @Override
    public int parallel() {
      return 2;
    }

    @Override
    public boolean goesOn() {
      return true;
    }

    @Override
    public boolean hasRoom(long bytes) {
      return room;
    }

    @Override
    public boolean isHeldUp() {
      return false;
    }

    @Override
    public void hand(Chunk chunk) {
      handed.add(chunk);
    }

    @Override
    public synchronized Answer takeBack(Chunk chunk) {
      asked.add(chunk);
      return Answer.LATER;
    }

    synchronized List<Chunk> asked() {
      return List.copyOf(asked);
    }

    @Override
    public void forget(Chunk[] chunks, int count) {}

    @Override
    public int begun(Chunk chunk) {
      return begun;
    }

    @Override
    public synchronized Answer stop(Chunk chunk, int begunThen) {
      stopping.add(chunk);
      return Answer.LATER;
    }

    synchronized boolean isStopping() {
      return !stopping.isEmpty();
    }

    @Override
    public WorkerId id() {
      return new WorkerId("far", 1);
    }

    @Override
    public void start() {}

    @Override
    public void send() {}

    @Override
    public void help(Chunk chunk, long nanos) {}

    @Override
    public void abort(Chunk chunk) {
      aborted.add(chunk);
    }

    @Override
    public void leave() {
      left++;
    }

    @Override
    public void end() {}
  }

  private static final WorkerDeath DEATH = new WorkerDeath(new WorkerId("far", 2), 137, "", null);

  private final Node one = new Node();
  private final Node other = new Node();
  private final List<Runner> toBeMade = new ArrayList<>(List.of(one, other));
  private final Scheduler scheduler =
      new Scheduler(
          2,
          0,
          listener -> toBeMade.remove(0),
          new Events("test", List.of()),
          (stream, text, offset, length) -> {});

  @BeforeEach
  void start() {
    scheduler.start();
    scheduler.reports().ready(one);
  }

  private List<Nothing> submit(int count) {
    List<Nothing> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(new Nothing());
      scheduler.submit(chunks.get(i));
    }
    return chunks;
  }

  private static void awaitUntil(BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Test
  void whatACancellationAskedForIsHandedToNobodyMeanwhile() throws Exception {
    List<Nothing> chunks = submit(4);
    assertThat(one.handed).containsExactlyElementsOf(chunks);
    List<Nothing> ahead = chunks.subList(2, 4);
    CompletableFuture<Boolean> cancelled =
        CompletableFuture.supplyAsync(() -> scheduler.cancel(ahead, false));
    awaitUntil(() -> one.asked().size() == 2);
    scheduler.reports().answered(one, ahead.get(0), true);
    scheduler.reports().ready(other);
    scheduler.reports().answered(one, ahead.get(1), true);
    assertThat(cancelled.get()).isTrue();
    assertThat(one.handed).hasSize(4);
    assertThat(other.handed).isEmpty();
    assertThat(ahead).allMatch(chunk -> chunk.outcomes.get(0).equals("Cancelled"));
  }

  @Test
  void nothingIsCancelledWhenOneOfThemHadBegunAndTheOthersRun() throws Exception {
    List<Nothing> chunks = submit(4);
    List<Nothing> ahead = chunks.subList(2, 4);
    CompletableFuture<Boolean> cancelled =
        CompletableFuture.supplyAsync(() -> scheduler.cancel(ahead, false));
    awaitUntil(() -> one.asked().size() == 2);
    scheduler.reports().answered(one, ahead.get(0), true);
    scheduler.reports().answered(one, ahead.get(1), false);
    assertThat(cancelled.get()).isFalse();
    scheduler.reports().done(one, new Chunk[] {chunks.get(0)}, 1);
    assertThat(one.handed).hasSize(5).endsWith(ahead.get(0));
  }

  @Test
  void whatACancellationKeepsWaitsLikeOthersWhenThePoolIsClosedOrTerminated() throws Exception {
    List<Nothing> chunks = submit(4);
    List<Nothing> ahead = chunks.subList(2, 4);
    CompletableFuture<Boolean> cancelled =
        CompletableFuture.supplyAsync(() -> scheduler.cancel(ahead, false));
    awaitUntil(() -> one.asked().size() == 2);
    scheduler.reports().answered(one, ahead.get(0), true);
    scheduler.close();
    scheduler.reports().ready(other);
    assertThat(other.left).isZero(); // it may have to run that
    assertThat(scheduler.terminate()).containsExactly(ahead.get(0));
    assertThat(ahead.get(0).timesEnded).isEqualTo(1);
    var unused = cancelled.get();
  }

  @Test
  void whatIsGivenBackGoesToWhoeverIsIdleAndNotBack() {
    List<Nothing> chunks = submit(4);
    scheduler.reports().ready(other);
    assertThat(one.asked()).containsExactly(chunks.get(2), chunks.get(3));
    scheduler.reports().answered(one, chunks.get(2), true);
    assertThat(other.handed).containsExactly(chunks.get(2));
    assertThat(one.handed).hasSize(4);
  }

  @Test
  void aLostCallCostsItselfAndTheRestOfItsChunkRunsAgain() throws Exception {
    Nothing chunk = new Nothing(4, new Limits(0, 0));
    scheduler.submit(chunk);
    scheduler.reports().replied(one, chunk, 0, 1, new MessageReader(new byte[0], 0));
    scheduler.reports().lost(one, chunk, 2, DEATH);
    assertThat(chunk.outcomes).containsExactly("returned", "Lost", null, null);
    assertThat(one.handed).containsExactly(chunk, chunk);
    assertThat(chunk.told()).isEqualTo(2);
  }

  @Test
  void aLostCallIsTriedAgainIfThatIsAllowed() throws Exception {
    Nothing chunk = new Nothing(2, new Limits(0, 1));
    scheduler.submit(chunk);
    scheduler.reports().lost(one, chunk, 1, DEATH);
    assertThat(chunk.told()).isZero();
    assertThat(one.handed).containsExactly(chunk, chunk);
    scheduler.reports().lost(one, chunk, 1, DEATH);
    assertThat(chunk.outcomes).containsExactly("Lost", null);
  }

  @Test
  void cancellingOneOfTwoThatRunLeavesTheRunnerAndTheOtherAlone() throws Exception {
    List<Nothing> chunks = submit(3);
    one.begun = 1;
    assertThat(scheduler.cancel(chunks.subList(0, 1), true)).isTrue();
    assertThat(one.aborted).containsExactly(chunks.get(0));
    assertThat(chunks.get(1).timesEnded).isZero();
    scheduler.reports().lost(one, chunks.get(0), 1, DEATH);
    submit(1);
    assertThat(one.handed).hasSize(4); // it is handed more
  }

  @Test
  void aRunnerThatSaysLaterThatACallIsOverItsTimeEndsThatCallOnly() throws Exception {
    Nothing slow = new Nothing(3, new Limits(TimeUnit.MILLISECONDS.toNanos(20), 0));
    one.begun = 1;
    scheduler.submit(slow);
    awaitUntil(one::isStopping);
    scheduler.reports().stopped(one, slow, false); // it had gone on meanwhile
    assertThat(one.aborted).isEmpty();
    scheduler.reports().stopped(one, slow, true);
    assertThat(one.aborted).containsExactly(slow);
    scheduler.reports().lost(one, slow, 1, DEATH);
    assertThat(slow.outcomes).containsExactly("TimedOut", null, null);
    assertThat(one.handed).containsExactly(slow, slow);
  }
}
