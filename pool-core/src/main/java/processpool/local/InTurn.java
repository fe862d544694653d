package processpool.local;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.schedule.ArrayQueue;
import processpool.schedule.Helpers;
import processpool.schedule.Room;

/**
 * What one worker asks for, answered on a thread of its own, as that takes time: one request after
 * the other, so that of what is large one at a time is held, and so that requests without end cost
 * neither threads nor memory.
 *
 * @param <R> a request
 */
final class InTurn<R> {
  /** As many threads of a worker may wait for an answer. */
  private static final int MOST = 10_000;

  private static final int FEW = 4;

  private final String role;
  private final Consumer<R> answer;
  private final ArrayQueue<R> waiting = new ArrayQueue<>(FEW);
  private boolean answering;
  private boolean over;

  /**
   * For one worker.
   *
   * @param role in the thread's name
   * @param answer answers one; done again should memory run out in it
   */
  InTurn(String role, Consumer<R> answer) {
    this.role = role;
    this.answer = answer;
  }

  /** Sees that a request is answered; false when it is one too many. */
  boolean add(R request) {
    synchronized (this) {
      if (over) {
        return true;
      }
      if (waiting.size() == MOST) {
        return false;
      }
      waiting.add(request);
      if (answering) {
        return true;
      }
      answering = true;
    }
    Helpers.run(role, this::answerAll);
    return true;
  }

  /** The worker has ended: nobody waits any more. */
  synchronized void end() {
    over = true;
    waiting.clear();
  }

  synchronized boolean isOver() {
    return over;
  }

  private void answerAll() {
    for (R next = next(); next != null; next = next()) {
      answer(next);
    }
  }

  private void answer(R request) {
    while (true) {
      try {
        answer.accept(request);
        return;
      } catch (OutOfMemoryError full) {
        Room.await(); // or nobody would answer the next ones
      }
    }
  }

  private synchronized @Nullable R next() {
    R next = waiting.poll();
    answering = next != null;
    return next;
  }
}
