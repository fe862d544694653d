package processpool.schedule;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * What a worker is handed at a time: a function and the arguments of one or more calls of it. A
 * <i>call</i> is one run of the function. A <i>task</i> is what a user submits: one call, or a map,
 * which is cut into chunks.
 *
 * <p>A chunk goes WAITING, HANDED, ENDED; it goes back to WAITING when its worker never began it,
 * or ended before its last call. Whoever makes it ENDED tells it so; all others come too late and
 * say nothing, so it has one outcome, whatever races. Within it, calls end in their order: those
 * before {@link #told} have an outcome, and a worker that gets the rest begins there.
 *
 * <p>Millions may wait, so it is kept small.
 */
public abstract class Chunk {
  static final int WAITING = 0;
  static final int HANDED = 1;
  static final int ENDED = 2;

  // Where release is enough it is used: a volatile write is a fence, of which a task has many.
  private static final VarHandle STATE;
  private static final VarHandle RUNNER;
  private static final VarHandle TOLD;
  private static final VarHandle PLACE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Chunk.class, "state", int.class);
      RUNNER = lookup.findVarHandle(Chunk.class, "runner", Runner.class);
      TOLD = lookup.findVarHandle(Chunk.class, "told", int.class);
      PLACE = lookup.findVarHandle(Chunk.class, "place", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int calls;

  /** Written under the scheduler's lock, but for the end. */
  private volatile int state;

  /** Who has it, or had it to the end; null while it waits. Written under the scheduler's lock. */
  private volatile @Nullable Runner runner;

  /** Calls before this have an outcome. Written by whoever takes it in, one at a time. */
  private volatile int told;

  /** The runner's own note of it. Written under the scheduler's lock. */
  private volatile @Nullable Object place;

  /** How often each call's worker has died; null while none has that may run again. */
  private short @Nullable [] deaths;

  /** How suspicious it is of killing workers before they can begin it. By the scheduler's lock. */
  byte suspicion;

  /** The {@link Tally} has all of it, whatever is heard of it later. By the scheduler's lock. */
  boolean counted;

  /** Whether {@link #failures} is worth asking for. Written by whoever takes outcomes in. */
  private boolean someFailed;

  /** When it, or its present call, was begun or handed over: {@link Clock#nanoTime()}. */
  private volatile long since;

  /** How many of its calls had begun then. */
  private volatile int begunThen;

  /**
   * Makes a chunk.
   *
   * @param calls how many calls it is
   */
  protected Chunk(int calls) {
    this.calls = calls;
  }

  /**
   * How many calls it is.
   *
   * @return at least 1
   */
  public final int calls() {
    return calls;
  }

  /**
   * How many of its calls have an outcome: the first ones.
   *
   * @return 0 to {@link #calls()}
   */
  public final int told() {
    return told;
  }

  /**
   * The worker that has begun it.
   *
   * @return {@link WorkerId#NOBODY} when none has or it has ended
   */
  public final WorkerId worker() {
    Runner current = runner;
    try {
      if (current != null && state == HANDED && current.begun(this) > 0) {
        return current.worker(this);
      }
    } catch (Throwable failed) {
      Log.error(Words.WHO, failed);
    }
    return WorkerId.NOBODY;
  }

  /**
   * Spends a moment that would be spent waiting anyway on taking this chunk's outcome in.
   *
   * @param nanos how long at most
   */
  public final void help(long nanos) {
    Runner current = runner;
    if (current != null) {
      try {
        current.help(this, nanos);
      } catch (Throwable failed) { // whoever waits can wait without
        Log.error(Words.HELPING, failed);
      }
    }
  }

  /**
   * Whether everything about it has been told.
   *
   * @return whether
   */
  public final boolean isOver() {
    return state == ENDED;
  }

  /**
   * The runner's own note of it.
   *
   * @return what the last one that was handed it noted, or null
   */
  public final @Nullable Object place() {
    return place;
  }

  /**
   * Notes something for the runner that is handed it.
   *
   * @param note where it has it
   */
  public final void place(Object note) {
    PLACE.setRelease(this, note);
  }

  final boolean is(int expected) {
    return state == expected;
  }

  /** One of its calls ended without a value: to be said before {@link #told} says that it ended. */
  protected final void noteFailure() {
    someFailed = true;
  }

  /** How many of its calls that have an outcome have no value. */
  final int failed() {
    return someFailed ? failures(calls) : 0;
  }

  /** How many of those before one of them. */
  final int failedBefore(int until) {
    return someFailed && until > 0 ? failures(until) : 0;
  }

  /**
   * How many of its first calls ended without a value. Asked only when some did.
   *
   * @param until the number of the first call that is not to be looked at
   * @return the number of those that are known to have failed
   */
  protected int failures(int until) {
    return 1;
  }

  final @Nullable Runner runner() {
    return runner;
  }

  final void handTo(Runner newRunner) {
    RUNNER.setRelease(this, newRunner);
    state = HANDED;
  }

  /** Its present call, or, with 0, its first, began a moment ago, and is the last of so many. */
  final void begunNow(int begun, long now) {
    since = now;
    begunThen = begun;
  }

  /** Whether it is another call by now than the one whose {@link #age} is known. */
  final boolean hasGoneOn(int begun) {
    return begun > Math.max(1, begunThen);
  }

  /** How long its present call has run. */
  final long age(long now) {
    return now - since;
  }

  final void backToWaiting() {
    runner = null;
    STATE.compareAndSet(this, HANDED, WAITING); // unless it has ended meanwhile
  }

  /**
   * Takes the outcomes of its next calls in.
   *
   * @param outcomes for each 1 and a value, or 0 and a failure
   * @param count how many
   * @param who the worker
   * @throws IOException when they are damaged
   */
  public final void take(MessageReader outcomes, int count, WorkerId who) throws IOException {
    int first = told;
    record(outcomes, first, count, who);
    TOLD.setRelease(this, first + count);
  }

  /** Its next calls, up to and without this one, ended in such a way. */
  final void tell(Outcome outcome, int until) {
    int call = told;
    while (call < until) {
      record(call++, outcome);
    }
    told = call;
  }

  /**
   * A worker died that had begun the calls before this one, and told of none from {@link #told} on;
   * under the scheduler's lock.
   *
   * @return those before this one are not to run again
   */
  final int died(int begun) {
    int retries = limits().retries();
    if (retries == 0) {
      return begun;
    }
    if (deaths == null) {
      deaths = new short[calls];
    }
    int lost = told;
    for (int call = told; call < begun; call++) {
      if (deaths[call]++ >= retries) {
        lost = call + 1; // never one behind one that may: a chunk runs from its first call on
      }
    }
    return lost;
  }

  /**
   * Ends it; false when something else already did. Who ends it otherwise than by taking in its
   * last outcome notes nothing, as somebody may just be doing that, but says how the rest ended.
   */
  final boolean end() {
    int current = state;
    while (current != ENDED) {
      if (STATE.compareAndSet(this, current, ENDED)) {
        return true;
      }
      current = state;
    }
    return false;
  }

  /**
   * What to call.
   *
   * @return the function
   */
  public abstract FunctionCode function();

  /**
   * What its calls are allowed.
   *
   * @return the limits
   */
  public abstract Limits limits();

  /**
   * About how large it is on its way.
   *
   * @return bytes
   */
  public abstract long size();

  /**
   * Puts what the function captured, counted, and the arguments of all calls from one on, not
   * counted. Runs nobody's code.
   *
   * @param to where
   * @param first the number of that call
   * @throws IOException when it is more than a message can hold
   */
  public abstract void putArguments(MessageWriter to, int first) throws IOException;

  /** Lets the arguments go: whoever keeps the result need not keep them. */
  protected abstract void dropArguments();

  /**
   * A worker has begun it.
   *
   * @param who which
   */
  protected abstract void begunBy(WorkerId who);

  /**
   * Notes how calls ended, as their worker says. Runs nobody's code, and tells nobody.
   *
   * @param outcomes for each 1 and a value, or 0 and a failure
   * @param first the number of the first call
   * @param count how many
   * @param who the worker
   * @throws IOException when they are damaged
   */
  protected abstract void record(MessageReader outcomes, int first, int count, WorkerId who)
      throws IOException;

  /**
   * Notes how a call ended that has no value. Runs nobody's code, and tells nobody.
   *
   * @param call its number in the chunk
   * @param outcome how
   */
  protected abstract void record(int call, Outcome outcome);

  /**
   * Every call has an outcome; told once, or once more if memory ran out, with no lock held.
   *
   * @param until calls before this one have those that were noted
   * @param rest how the others ended; null when there are none
   */
  protected abstract void ended(int until, @Nullable Outcome rest);
}
