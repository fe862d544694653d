package processpool.local;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import processpool.local.Handed.Place;

/**
 * Chunks that were handed to one worker and not sent yet, in order. One thread at a time may add,
 * and one at a time take: so neither needs to compare and set, as a queue for many must, for each
 * of millions.
 */
final class Unsent {
  private static final int SIZE = 64;

  private static final class Segment extends AtomicReferenceArray<@Nullable Place> {
    private static final long serialVersionUID = 1L;

    transient volatile @Nullable Segment next;

    Segment() {
      super(SIZE);
    }
  }

  // Of whoever adds:
  private Segment last = new Segment();
  private int added;

  // Of whoever takes:
  private Segment first = last;
  private int taken;

  void add(Place place) {
    if (added == SIZE) {
      Segment more = new Segment();
      more.setPlain(0, place);
      last.next = more;
      last = more;
      added = 1;
    } else {
      last.setRelease(added++, place);
    }
  }

  /** The first; null when there is none. */
  @Nullable Place poll() {
    if (taken == SIZE) {
      Segment next = first.next;
      if (next == null) {
        return null;
      }
      first = next;
      taken = 0;
    }
    Place place = first.getAcquire(taken);
    if (place != null) {
      first.setPlain(taken++, null); // nobody is to find it here
    }
    return place;
  }
}
