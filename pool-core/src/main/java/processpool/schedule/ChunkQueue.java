package processpool.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue at the pool's door, first come first served; guarded by the scheduler's lock.
 *
 * <p>What was handed to a worker and comes back goes to the front: it was here before all others.
 */
final class ChunkQueue {
  /** Fewer cancelled chunks than this are not worth a search. */
  private static final int WORTH_SWEEPING = 1000;

  private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();

  /** How many of them were cancelled, and stay until it is their turn or until they are half. */
  private int cancelled;

  boolean isEmpty() {
    return first() == null;
  }

  void add(Chunk chunk) {
    waiting.add(chunk);
  }

  /** Puts chunks back that were here before, before all others, in their order. */
  void addFirst(List<Chunk> chunks) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      waiting.addFirst(chunks.get(i));
    }
  }

  /** Whose turn it is; stays here. */
  @Nullable Chunk first() {
    Chunk first = waiting.peek();
    while (first != null && first.is(Chunk.ENDED)) {
      waiting.remove();
      cancelled = Math.max(0, cancelled - 1);
      first = waiting.peek();
    }
    return first;
  }

  void removeFirst() {
    waiting.remove();
  }

  /** So many more of those that wait have been cancelled. */
  void cancelled(int more) {
    cancelled += more;
    if (cancelled > WORTH_SWEEPING && cancelled > waiting.size() / 2) {
      waiting.removeIf(chunk -> chunk.is(Chunk.ENDED));
      cancelled = 0;
    }
  }

  /** All that wait. */
  List<Chunk> removeAll() {
    List<Chunk> all = new ArrayList<>(waiting);
    all.removeIf(chunk -> chunk.is(Chunk.ENDED));
    waiting.clear();
    return all;
  }
}
