package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import processpool.events.Events;

/**
 * Small work stays on this machine while there is room for it, and goes far once it is not small.
 */
class NearestFirstTest {
  private final FakeRunner near = new FakeRunner();
  private final FakeRunner far = new FakeRunner();
  private final List<Runnable> looks = new ArrayList<>();
  private final Clock clock =
      new Clock() {
        @Override
        public long nanoTime() {
          return 0;
        }

        @Override
        public Timer.Due after(long nanos, Runnable then) {
          looks.add(then);
          return new Timer.Due(0, then);
        }

        @Override
        public void pause(long nanos) {}
      };
  private final Scheduler scheduler =
      new Scheduler(
          2,
          0,
          (listener, index) -> index == 0 ? near : far,
          new Events("test", List.of()),
          (stream, text, offset, length) -> {},
          clock);

  @BeforeEach
  void start() {
    far.near = false;
    near.room = true;
    near.quick = true;
    near.givesBack = true;
    scheduler.start();
    scheduler.reports().ready(near);
    scheduler.reports().ready(far);
    looks.clear();
  }

  private void submit(int count, Limits limits) {
    for (int i = 0; i < count; i++) {
      scheduler.submit(new Nothing(1, limits));
    }
  }

  private void look() {
    List<Runnable> due = List.copyOf(looks);
    looks.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void smallWorkStaysHereThoughAFarOneIsIdle() {
    submit(3, new Limits(0, 0));
    assertThat(near.handed).hasSize(3);
    assertThat(far.handed).isEmpty();
    assertThat(looks).as("one look, however many stay").hasSize(1);
    look();
    assertThat(near.handed).hasSize(3);
    assertThat(looks).as("while it is left out").hasSize(1);
  }

  @Test
  void whatTakesLongerAfterAllIsTheirs() {
    submit(3, new Limits(0, 0));
    near.quick = false;
    look();
    assertThat(far.handed).isNotEmpty();
    assertThat(looks).isEmpty();
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
    assertThat(looks).isEmpty();
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
    List<FakeRunner> both = new ArrayList<>(List.of(near, other));
    Scheduler local =
        new Scheduler(
            2,
            0,
            (listener, index) -> both.remove(0),
            new Events("test", List.of()),
            (stream, text, offset, length) -> {},
            clock);
    local.start();
    local.reports().ready(near);
    local.reports().ready(other);
    looks.clear();
    for (int i = 0; i < 6; i++) {
      local.submit(new Nothing());
    }
    assertThat(near.handed).hasSizeGreaterThan(1);
    assertThat(other.handed).hasSizeGreaterThan(1);
    assertThat(looks).isEmpty();
  }
}
