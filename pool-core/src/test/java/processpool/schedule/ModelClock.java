package processpool.schedule;

import java.util.PriorityQueue;

/** A clock that goes when the model says so, and what is due by it. */
final class ModelClock implements Clock {
  /** What happens in the others' time while somebody pauses. */
  Runnable meanwhile = () -> {};

  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long now = 1_000;
  private long count;

  private record Due(long at, long number, Runnable task) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Timer.Due after(long nanos, Runnable task) {
    Due later = new Due(now + nanos, count++, task);
    due.add(later);
    return new Timer.Due(later.at, task) {
      @Override
      public void cancel() {
        due.remove(later);
      }
    };
  }

  @Override
  public void pause(long nanos) {
    now += nanos;
    meanwhile.run();
  }

  boolean somethingIsDue() {
    return !due.isEmpty();
  }

  boolean somethingIsDueWithin(long nanos) {
    return !due.isEmpty() && due.peek().at - now <= nanos;
  }

  /** How many things are to be run later. */
  int due() {
    return due.size();
  }

  /** Goes on so far, running what becomes due on the way. */
  void advance(long nanos) {
    long until = now + nanos;
    while (!due.isEmpty() && due.peek().at <= until) {
      runNext();
    }
    now = Math.max(now, until);
  }

  /** Goes on until the next thing is due, and runs it. */
  void runNext() {
    Due next = due.poll();
    now = Math.max(now, next.at);
    Room.insist(next.task); // as the pool's timer does
  }
}
