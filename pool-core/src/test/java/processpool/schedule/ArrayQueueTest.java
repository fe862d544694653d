package processpool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The queue holds what the JDK's would hold. */
class ArrayQueueTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final ArrayQueue<Integer> queue = new ArrayQueue<>(1);
  private final ArrayDeque<Integer> model = new ArrayDeque<>();

  private List<Integer> content() {
    List<Integer> content = new ArrayList<>();
    queue.copyTo(content);
    return content;
  }

  private void step(int value) {
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        queue.add(value);
        model.add(value);
      }
      case 3, 4 -> {
        queue.addFirst(value);
        model.addFirst(value);
      }
      case 5, 6, 7 -> assertThat(queue.poll()).isEqualTo(model.poll());
      default -> {
        int bits = 1 << random.nextInt(7);
        queue.removeIf(some -> some % bits == 1);
        model.removeIf(some -> some % bits == 1);
      }
    }
  }

  @Test
  void itHoldsWhatAnArrayDequeHolds() {
    for (int i = 0; i < 20_000; i++) {
      step(i);
      assertThat(queue.peek()).isEqualTo(model.peek());
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(content()).containsExactlyElementsOf(model);
      if (random.nextInt(2000) == 0) {
        queue.clear();
        model.clear();
      }
    }
  }
}
