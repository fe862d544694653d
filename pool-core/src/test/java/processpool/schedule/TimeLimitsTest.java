package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import processpool.events.Events;
import processpool.wire.MessageReader;

/**
 * Contract, "views": another limit for what is submitted through one. Limits of any length that are
 * under way in one pool are each kept on time.
 */
class TimeLimitsTest {
  private static final int WORKERS = 3;

  private final ModelClock clock = new ModelClock();
  private final List<FakeRunner> runners = new ArrayList<>();
  private final Scheduler scheduler =
      new Scheduler(
          WORKERS,
          0,
          (listener, index) -> {
            FakeRunner runner = new FakeRunner();
            runners.add(runner);
            return runner;
          },
          new Events("pool", List.of()),
          (stream, text, offset, length) -> {},
          clock);

  private void start() {
    scheduler.start();
    runners.forEach(runner -> scheduler.reports().ready(runner));
  }

  private Nothing submit(long limit) {
    Nothing chunk = new Nothing(1, new Limits(limit, 0));
    scheduler.submit(chunk);
    return chunk;
  }

  private void finish(Chunk chunk) throws IOException {
    Runner runner = chunk.runner();
    assertThat(runner).isNotNull();
    scheduler.reports().replied(runner, chunk, 0, 1, new MessageReader(new byte[0], 0));
    scheduler.reports().done(runner, new Chunk[] {chunk}, 1);
  }

  @ParameterizedTest
  @CsvSource({"100,1000,5000", "5000,1000,100", "1000,100,5000", "100,9223372036854775807,1000"})
  void severalAtOnceAreEachKeptOnTimeWhicheverComesFirst(long first, long second, long third) {
    start();
    Map<Long, Nothing> chunks = new HashMap<>();
    for (long limit : new long[] {first, second, third}) {
      chunks.put(limit, submit(limit));
      clock.advance(1);
    }
    long begun = clock.nanoTime() - WORKERS;
    for (long now : new long[] {98, 102, 998, 1002, 4998, 5002}) {
      clock.advance(begun + now - clock.nanoTime());
      chunks.forEach(
          (limit, chunk) ->
              assertThat(chunk.outcomes)
                  .as("limit %s after %s", limit, now)
                  .containsExactly(limit <= now ? "TimedOut" : null));
    }
  }

  @Test
  void oneWithoutIsLeftAloneBesideThem() {
    start();
    Nothing unlimited = submit(0);
    Nothing limited = submit(50);
    clock.advance(1_000_000);
    assertThat(limited.outcomes).containsExactly("TimedOut");
    assertThat(unlimited.outcomes).containsExactly((String) null);
  }

  @Test
  void howeverManyTasksFollowEachOtherFewLooksAreDue() throws Exception {
    start();
    List<Nothing> running = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      running.add(submit(3000L - 1000 * i));
      clock.advance(100);
    }
    for (int i = 0; i < 300; i++) {
      clock.advance(250);
      finish(running.remove(0));
      running.add(submit(new long[] {3000, 1000, 2000, 1_000_000}[i % 4]));
      assertThat(clock.due()).as("looks due after %s tasks", i).isLessThan(10);
    }
    assertThat(scheduler.workers().all()).noneMatch(worker -> worker.doomed);
  }
}
