package processpool.schedule;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import processpool.wire.MessageReader;

/** A chunk that knows what may become of it, and says so when something else does. */
final class ModelChunk extends Nothing {
  static final String RETURNED = "Returned";

  final int number;
  final int[] begins;

  /** Kinds of outcome that somebody asked for. */
  final Set<Class<? extends Outcome>> expected = new HashSet<>();

  /** What those who were handed it, died, and had not begun it, say against it. */
  int suspicion;

  int timesHanded;
  long handedAt;
  int toldThen;

  /** Somebody could not say what it had begun: how often calls ran, and which are lost, is open. */
  boolean unclear;

  private final ModelSequence sequence;

  /** How each call ended; and how many times it was told that all have. */
  private final Object[] ends;

  private int timesTold;

  ModelChunk(ModelSequence sequence, int number, int calls, Limits limits) {
    super(calls, limits);
    this.sequence = sequence;
    this.number = number;
    this.begins = new int[calls];
    this.ends = new Object[calls];
  }

  boolean isTold() {
    return timesTold == 1;
  }

  boolean endedAs(Class<? extends Outcome> kind) {
    return Arrays.stream(ends).anyMatch(kind::isInstance);
  }

  boolean hasBegun() {
    return Arrays.stream(begins).anyMatch(times -> times > 0);
  }

  /** A worker begins a call. */
  void begin(int call) {
    begins[call]++;
    if (begins[call] > 1 + limits().retries() && !unclear) {
      sequence.violated(this + ": call " + call + " began " + begins[call] + " times");
    }
  }

  @Override
  protected void record(MessageReader from, int first, int count, WorkerId who) {
    for (int call = first; call < first + count; call++) {
      end(call, RETURNED);
    }
  }

  @Override
  protected void record(int call, Outcome outcome) {
    end(call, outcome);
    noteFailure();
    check(call, outcome);
  }

  @Override
  protected int failures(int until) {
    int some = 0;
    for (int call = 0; call < until; call++) {
      some += ends[call] instanceof Outcome ? 1 : 0;
    }
    return some;
  }

  /** How many of its calls ended in such a way, as far as anybody was told. */
  int ends(Predicate<Object> way) {
    int some = 0;
    for (int call = 0; call < (isTold() ? calls() : told()); call++) {
      some += way.test(ends[call]) ? 1 : 0;
    }
    return some;
  }

  private void end(int call, Object how) {
    if (ends[call] != null) {
      sequence.failed(this + ": call " + call + " was " + ends[call] + " and is " + how);
    }
    ends[call] = how;
  }

  @Override
  protected void ended(int until, Outcome rest) {
    sequence.mustNotBeLocked("ended");
    timesTold++;
    for (int call = 0; call < calls(); call++) {
      if (call < until && ends[call] == null) {
        sequence.violated(this + ": told of call " + call + ", which has no outcome");
      } else if (call >= until) {
        end(call, rest);
        check(call, rest);
      }
    }
    if (timesTold > 1) {
      sequence.failed(this + ": told twice");
    }
    sequence.trace(() -> this + " ended: " + Arrays.toString(ends));
    sequence.told(this);
  }

  private void check(int call, Outcome outcome) {
    boolean right =
        outcome instanceof Outcome.Lost
            ? unclear || suspicion >= 10 || begins[call] == 1 + limits().retries()
            : outcome instanceof Outcome.TimedOut
                ? isTooLate() && (begins[call] > 0 || isFirst(call))
                : outcome instanceof Outcome.Broken
                    ? sequence.isBroken()
                    : outcome != null
                        && (expected.contains(outcome.getClass())
                            || (outcome instanceof Outcome.Cancelled && sequence.isTerminated()));
    if (!right) {
      sequence.violated(
          this + ": call " + call + ", begun " + begins[call] + " times, ended as " + outcome);
    }
  }

  private boolean isTooLate() {
    long limit = limits().timeoutNanos();
    return limit > 0 && sequence.clock.nanoTime() - handedAt >= limit;
  }

  private boolean isFirst(int call) {
    return call == toldThen || ends[call - 1] == RETURNED;
  }

  @Override
  public String toString() {
    return "chunk " + number;
  }
}
