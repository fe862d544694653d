package processpool.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import processpool.events.Observer.EndReason;

/**
 * How far the pool is on its way from open to gone, and what holds it up; guarded by the
 * scheduler's lock, but for the state, which anybody may read.
 *
 * <pre>
 *   OPEN   close      CLOSED      tasks end, then its workers leave
 *          terminate  TERMINATED  at once
 *          (broken)   BROKEN      no worker can be started: all tasks fail, new ones too
 * </pre>
 */
final class PoolLife {
  enum State {
    OPEN,
    CLOSED,
    TERMINATED,
    BROKEN
  }

  private volatile State state = State.OPEN;

  /** How the last worker ended that broke the pool; also once the pool is closed after that. */
  private @Nullable WorkerDeath breakage;

  /** Submissions that hand in their chunks bit by bit: workers stay until they are released. */
  private final Set<Hold> holds = new LinkedHashSet<>();

  /** Workers that were told to leave and have not left yet; each has its successor already. */
  private final Map<Runner, EndReason> leaving = new LinkedHashMap<>();

  /** Workers that have ended and whose chunks have not been told yet, and results likewise. */
  private int untold;

  boolean is(State expected) {
    return state == expected;
  }

  boolean isClosed() {
    State current = state;
    return current == State.CLOSED || current == State.TERMINATED;
  }

  /** For people. */
  String text() {
    if (breakage != null) {
      return "broken";
    }
    return switch (state) {
      case OPEN -> "running";
      case CLOSED -> "closed";
      case TERMINATED -> "terminated";
      case BROKEN -> "broken";
    };
  }

  @Nullable WorkerDeath breakage() {
    return breakage;
  }

  /** Refuses when no new work is taken. */
  void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("pool is closed");
    }
  }

  /** Why a chunk is not taken; null when it is. */
  @Nullable Outcome refusal() {
    WorkerDeath broken = breakage;
    if (broken != null) {
      return new Outcome.Broken(broken);
    }
    return state == State.TERMINATED ? cancelled() : null;
  }

  static Outcome cancelled() {
    return new Outcome.Cancelled("the task was cancelled or its pool terminated");
  }

  /** Takes no new work; returns whether that is new to those who may hand in more of theirs. */
  boolean close() {
    if (state == State.OPEN) {
      state = State.CLOSED;
      return true;
    }
    state = state == State.BROKEN ? State.TERMINATED : state;
    return false;
  }

  void terminate() {
    state = State.TERMINATED;
  }

  void breakDown(WorkerDeath death) {
    state = state == State.OPEN ? State.BROKEN : State.TERMINATED;
    breakage = death;
  }

  /** Those who may hand in more chunks. */
  List<Hold> holds() {
    return new ArrayList<>(holds);
  }

  void hold(Hold hold) {
    holds.add(hold);
  }

  boolean holds(Hold hold) {
    return holds.contains(hold);
  }

  boolean isHeld() {
    return !holds.isEmpty();
  }

  boolean release(Hold hold) {
    return holds.remove(hold);
  }

  /** Whether a worker that died or retired is to be replaced, given whether any chunk waits. */
  boolean wantsWorkers(boolean someWait) {
    boolean open = state == State.OPEN || (state == State.CLOSED && (someWait || !holds.isEmpty()));
    return open && !ProgramEnd.underWay();
  }

  void leaves(Runner runner, EndReason reason) {
    leaving.put(runner, reason);
  }

  Set<Runner> leaving() {
    return leaving.keySet();
  }

  /** Why one was told to leave that has not left yet; null when it was not. */
  @Nullable EndReason whyItLeaves(Runner runner) {
    return leaving.get(runner);
  }

  void hasLeft(Runner runner) {
    leaving.remove(runner);
  }

  /** Somebody is still to be told of an end; until {@link #told} nobody finds the pool gone. */
  void telling() {
    untold++;
  }

  void told() {
    untold--;
  }

  boolean isGone(boolean noWorkers, boolean someWait) {
    return isClosed() && !wantsWorkers(someWait) && noWorkers && leaving.isEmpty() && untold == 0;
  }
}
