package processpool.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.local.Handed.Place;
import processpool.schedule.Nothing;

@Timeout(60)
class UnsentTest {
  private final Unsent unsent = new Unsent();

  private static Place place(int ticket) {
    return new Place(new Nothing(), 0, ticket);
  }

  private static int ticket(Place place) {
    return place == null ? -1 : place.ticket;
  }

  @Test
  void whatIsAddedIsTakenInItsOrderAndOnce() {
    int taken = 0;
    int added = 0;
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < round; i++) {
        unsent.add(place(added++));
      }
      for (int i = 0; i < round - 1 || (round % 7 == 0 && taken < added); i++) {
        assertThat(ticket(unsent.poll())).isEqualTo(taken++);
      }
    }
    while (taken < added) {
      assertThat(ticket(unsent.poll())).isEqualTo(taken++);
    }
    assertThat(unsent.poll()).isNull();
  }

  @Test
  void oneAddsWhileAnotherTakes() throws Exception {
    int count = 1_000_000;
    Thread adding =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                unsent.add(place(i));
              }
            });
    adding.start();
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < count; ) {
      Place next = unsent.poll();
      if (next != null) {
        if (next.ticket != i) {
          wrong.add(next.ticket);
        }
        i++;
      }
    }
    adding.join();
    assertThat(wrong).isEmpty();
    assertThat(unsent.poll()).isNull();
  }
}
