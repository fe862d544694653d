package processpool.watch.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A list of bounded length that keeps its latest entries, and of all before those the same share of
 * each stretch: of so many neighbours one stays, of twice as many each time there are too many.
 * Each entry has a number, by which who has read some knows the rest.
 *
 * @param <T> what is kept
 */
final class Thinned<T> {
  private record Entry<T>(long number, T value) {}

  private final int half;
  private final BinaryOperator<T> stays;
  private final Deque<Entry<T>> latest = new ArrayDeque<>();
  private List<Entry<T>> older = new ArrayList<>();
  private long next;

  /**
   * Of so many neighbours one stays among the older; of those not yet complete, the best so far.
   */
  private int share = 1;

  private int seen;
  private @Nullable Entry<T> best;

  /** Made with a length, and which of two neighbours stays. */
  Thinned(int most, BinaryOperator<T> stays) {
    this.half = most / 2;
    this.stays = stays;
  }

  void add(T value) {
    latest.add(new Entry<>(next++, value));
    if (latest.size() > half) {
      Entry<T> entry = better(best, latest.remove());
      best = entry;
      if (++seen == share) {
        seen = 0;
        best = null;
        older.add(entry);
        if (older.size() > half) {
          thin();
        }
      }
    }
  }

  private Entry<T> better(@Nullable Entry<T> one, Entry<T> other) {
    return one == null || stays.apply(one.value, other.value) != one.value ? other : one;
  }

  private void thin() {
    List<Entry<T>> fewer = new ArrayList<>(half);
    for (int i = 0; i + 1 < older.size(); i += 2) {
      fewer.add(better(older.get(i), older.get(i + 1)));
    }
    if (older.size() % 2 == 1) { // begins the next share
      best = older.get(older.size() - 1);
      seen = share;
    }
    older = fewer;
    share *= 2;
  }

  /** The number that the next entry will have. */
  long end() {
    return next;
  }

  int size() {
    return older.size() + latest.size();
  }

  /** Those with this number or a higher one. */
  List<T> since(long number) {
    List<T> found = new ArrayList<>();
    if (number < next - latest.size()) {
      for (Entry<T> entry : older) {
        if (entry.number >= number) {
          found.add(entry.value);
        }
      }
    }
    for (Entry<T> entry : latest) {
      if (entry.number >= number) {
        found.add(entry.value);
      }
    }
    return found;
  }
}
