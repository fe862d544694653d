package processpool.parent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where chunks wait, first come first served; guarded by the dispatcher's lock. */
final class Door {
  /** Fewer cancelled chunks than this are not worth a search. */
  private static final int WORTH_SWEEPING = 1000;

  private final ArrayDeque<Chunk> waiting = new ArrayDeque<>();

  /** How many of them were cancelled, and stay until it is their turn or until they are half. */
  private int cancelled;

  boolean isEmpty() {
    return waiting.isEmpty();
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

  /** Ends all that wait, and returns them, to be told. */
  List<Chunk> endAll() {
    List<Chunk> ended = new ArrayList<>(waiting.size());
    for (Chunk chunk : waiting) {
      if (chunk.end()) {
        chunk.dropArguments();
        ended.add(chunk);
      }
    }
    waiting.clear();
    return ended;
  }
}
