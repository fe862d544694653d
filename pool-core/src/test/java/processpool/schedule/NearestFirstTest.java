package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import processpool.events.Events;

/**
 * Small work stays on this machine while there is room for it, and goes far once it is not small.
 */
class NearestFirstTest {
  private final FakeRunner near = new FakeRunner();
  private final FakeRunner far = new FakeRunner();
  private final ModelClock clock = new ModelClock();
  private final Scheduler scheduler = pool(near, far);

  private Scheduler pool(FakeRunner first, FakeRunner second) {
    return new Scheduler(
        2,
        0,
        (listener, index) -> index == 0 ? first : second,
        new Events("test", List.of()),
        (stream, text, offset, length) -> {},
        clock);
  }

  @BeforeEach
  void start() {
    far.near = false;
    near.room = true;
    near.quick = true;
    near.givesBack = true;
    start(scheduler, near, far);
  }

  private void start(Scheduler pool, FakeRunner first, FakeRunner second) {
    pool.start();
    pool.reports().ready(first);
    pool.reports().ready(second);
    assertThat(clock.due()).as("nobody looks yet").isZero();
  }

  private void submit(int count, Limits limits) {
    for (int i = 0; i < count; i++) {
      scheduler.submit(new Nothing(1, limits));
    }
  }

  private void look() {
    clock.advance(TimeUnit.MILLISECONDS.toNanos(2));
  }

  @Test
  void smallWorkStaysHereThoughAFarOneIsIdle() {
    submit(3, new Limits(0, 0));
    assertThat(near.handed).hasSize(3);
    assertThat(far.handed).isEmpty();
    assertThat(clock.due()).as("one look, however many stay").isEqualTo(1);
    look();
    assertThat(near.handed).hasSize(3);
    assertThat(clock.due()).as("while it is left out").isEqualTo(1);
  }

  @Test
  void whatTakesLongerAfterAllIsTheirs() {
    submit(3, new Limits(0, 0));
    near.quick = false;
    look();
    assertThat(far.handed).isNotEmpty();
    assertThat(clock.due()).isZero();
  }

  @Test
  void whatThereIsNoRoomForIsTheirs() {
    submit(2, new Limits(0, 0));
    near.room = false;
    submit(1, new Limits(0, 0));
    assertThat(near.handed).hasSize(2);
    assertThat(far.handed).hasSize(1);
  }

  @Test
  void workThatIsNotSmallIsTheirsAtOnce() {
    near.quick = false;
    submit(2, new Limits(0, 0));
    assertThat(near.handed).hasSize(1);
    assertThat(far.handed).hasSize(1);
    assertThat(clock.due()).isZero();
  }

  @Test
  void aCallWithALimitWaitsBehindNobody() {
    submit(2, new Limits(1_000_000_000, 0));
    assertThat(near.handed).hasSize(1);
    assertThat(far.handed).hasSize(1);
  }

  @Test
  void withoutFarOnesNobodyLooks() {
    far.near = true;
    FakeRunner other = new FakeRunner();
    other.quick = true;
    other.room = true;
    Scheduler local = pool(near, other);
    start(local, near, other);
    for (int i = 0; i < 6; i++) {
      local.submit(new Nothing());
    }
    assertThat(near.handed).hasSizeGreaterThan(1);
    assertThat(other.handed).hasSizeGreaterThan(1);
    assertThat(clock.due()).isZero();
  }
}
