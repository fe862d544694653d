package processpool.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue at the pool's door, first come first served; guarded by the scheduler's lock.
 *
 * <p>What was handed to a worker and comes back goes to the front: it was here before all others.
 */
final class ChunkQueue {
  /** Fewer cancelled chunks than this are not worth a search. */
  private static final int WORTH_SWEEPING = 1000;

  /** What workers may give back fits from the start: there may be no memory as they do. */
  private static final int CAPACITY = 1000;

  private final ArrayQueue<Chunk> waiting = new ArrayQueue<>(CAPACITY);

  /** How many of them were cancelled, and stay until it is their turn or until they are half. */
  private int cancelled;

  /** Somebody who cancels these waits for workers to give some of them back. */
  private final Set<Chunk> wanted = new HashSet<>();

  /** Those of them that came back. Nobody is handed them until it is clear what becomes of them. */
  private final Set<Chunk> kept = new LinkedHashSet<>();

  /** Whether it is nobody's turn. */
  boolean isEmpty() {
    return first() == null;
  }

  /** Whether any wait, be it that nobody may be handed them for now. */
  boolean someWait() {
    if (!isEmpty()) {
      return true;
    }
    return !kept.isEmpty() && someAreKept();
  }

  /** At the end of a move, which is not done again should memory run out. */
  private boolean someAreKept() {
    while (true) {
      try {
        for (Chunk chunk : kept) {
          if (chunk.is(Chunk.WAITING)) {
            return true;
          }
        }
        return false;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  void add(Chunk chunk) {
    waiting.add(chunk);
  }

  /** Puts chunks back that were here before, before all others, in their order. */
  void addFirst(List<Chunk> chunks) {
    for (int i = chunks.size() - 1; i >= 0; i--) {
      addFirst(chunks.get(i));
    }
  }

  /** As above. Does not fail, as it is nowhere else any more. */
  void addFirst(Chunk chunk) {
    while (true) {
      try {
        if (wanted.contains(chunk)) {
          kept.add(chunk);
        } else {
          waiting.addFirst(chunk);
        }
        return;
      } catch (OutOfMemoryError full) {
        Room.await();
      }
    }
  }

  /** Whether it is one of those. */
  boolean keeps(Chunk chunk) {
    return kept.contains(chunk);
  }

  /** From now on those of them that come back are kept. */
  void want(List<? extends Chunk> chunks) {
    wanted.addAll(chunks);
  }

  /** Whether somebody who cancels it waits for it to come back. */
  boolean wants(Chunk chunk) {
    return wanted.contains(chunk);
  }

  /** Keeps it no longer; returns whether it was, and waits nowhere now. */
  boolean unwant(Chunk chunk) {
    return !wanted.isEmpty()
        && wanted.remove(chunk)
        && kept.remove(chunk)
        && chunk.is(Chunk.WAITING);
  }

  /** Keeps none any longer. */
  void unwantAll() {
    wanted.clear();
    if (!kept.isEmpty()) {
      List<Chunk> back = new ArrayList<>(kept);
      kept.clear();
      addFirst(back);
    }
  }

  /** Whose turn it is; stays here. */
  @Nullable Chunk first() {
    Chunk first = waiting.peek();
    while (first != null && first.is(Chunk.ENDED)) {
      waiting.poll();
      cancelled = Math.max(0, cancelled - 1);
      first = waiting.peek();
    }
    return first;
  }

  void removeFirst() {
    waiting.poll();
  }

  /** So many more of those that wait have been cancelled. */
  void cancelled(int more) {
    cancelled += more;
    if (cancelled > WORTH_SWEEPING && cancelled > waiting.size() / 2) {
      waiting.removeIf(chunk -> chunk.is(Chunk.ENDED));
      cancelled = 0;
    }
  }
}
