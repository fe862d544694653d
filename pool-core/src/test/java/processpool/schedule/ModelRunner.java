package processpool.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the scheduler asks of a runner, answered as the sequence's chance will have it: at once or
 * late, from within, or by throwing. What the worker behind it does is {@link ModelWorker}.
 */
final class ModelRunner implements Runner {
  /** How chunks get to it, and so what can be taken back. */
  enum Link {
    MEMORY, // whatever has not begun
    PIPE, // whatever was not sent
    REMOTE // has to be asked for
  }

  /** What a method of it throws on purpose. */
  static final class Injected extends RuntimeException {
    private static final long serialVersionUID = 1;

    Injected(String method) {
      super(method, null, false, false);
    }
  }

  /** A chunk it was handed, and how far its worker is with it. */
  static final class Entry {
    final ModelChunk chunk;
    final int first;
    boolean sent;
    boolean stopped;
    boolean asked;

    /** Calls before these have begun, are known to have begun, have ended. */
    int begun;

    int known;
    int finished;
    long begunAt;

    Entry(ModelChunk chunk) {
      this.chunk = chunk;
      this.first = chunk.told();
      this.begun = first;
      this.known = first;
      this.finished = first;
    }

    boolean hasBegun() {
      return begun > first;
    }
  }

  record Answer(ModelChunk chunk, boolean back) {}

  final ModelSequence sequence;
  final int number;
  final Link link;
  final int parallel;
  final ModelWorker worker;

  final List<Entry> entries = new ArrayList<>();
  final Deque<Answer> answers = new ArrayDeque<>();

  /** Calls that it told the outcome of, and that were taken in. */
  long callsEnded;

  boolean started;
  boolean ready;

  /** It is just saying that it is ready. */
  boolean beginning;

  /** It was ready when the pool was broken already. */
  boolean tooLate;

  boolean sendsLate;

  /** It was told to leave, and has understood. */
  boolean dismissed;

  boolean leaving;

  /** Ends soon, whatever else it does. */
  boolean dying;

  boolean over;

  /** It was told to end, or to end because of its chunk. */
  boolean ended;

  boolean aborted;

  /** It has thrown what it should not. */
  boolean faulty;

  ModelRunner(ModelSequence sequence, int number, Link link, int parallel) {
    this.sequence = sequence;
    this.number = number;
    this.link = link;
    this.parallel = parallel;
    this.worker = new ModelWorker(this);
  }

  boolean isHealthy() {
    return ready && !tooLate && !over && !dying && !dismissed && !faulty;
  }

  Entry entry(Chunk chunk) {
    for (Entry entry : entries) {
      if (entry.chunk == chunk) {
        return entry;
      }
    }
    return null;
  }

  /** How many chunks it has as the scheduler sees it. */
  int held() {
    int back = 0;
    for (Answer answer : answers) {
      back += answer.back ? 1 : 0;
    }
    return entries.size() + worker.untold() + back;
  }

  private void locked(String method) {
    sequence.mustBeLocked(method);
    mayThrow(method);
  }

  private void unlocked(String method) {
    sequence.mustNotBeLocked(method);
    sequence.trace(() -> "  " + this + "." + method);
  }

  private void mayThrow(String method) {
    Shortage.take();
    if (sequence.faults > 0 && sequence.chance(sequence.faults, 200)) {
      faulty = true;
      sequence.trace(() -> "  " + this + "." + method + " throws");
      throw new Injected(method);
    }
  }

  @Override
  public int parallel() {
    locked("parallel");
    return parallel;
  }

  @Override
  public boolean hasRoom(long bytes) {
    locked("hasRoom");
    return link != Link.PIPE && held() < parallel + 3 && sequence.chance(3, 4);
  }

  @Override
  public boolean isHeldUp() {
    locked("isHeldUp");
    return sequence.chance(1, 4);
  }

  @Override
  public boolean isNear() {
    mayThrow("isNear");
    return link != Link.REMOTE;
  }

  @Override
  public boolean isQuick() {
    locked("isQuick");
    return sequence.chance(1, 2);
  }

  @Override
  public void hand(Chunk chunk) {
    sequence.handed(this, (ModelChunk) chunk);
    boolean fails = sequence.chance(1, 2);
    if (fails) {
      locked("hand");
    }
    entries.add(new Entry((ModelChunk) chunk));
    if (!fails) {
      locked("hand");
    }
  }

  @Override
  public Runner.Answer takeBack(Chunk chunk) {
    locked("takeBack");
    Entry entry = entry(chunk);
    if (entry == null || entry.hasBegun() || (entry.sent && link == Link.PIPE)) {
      return Runner.Answer.NO;
    }
    if (entry.sent && link == Link.REMOTE) {
      if (entry.asked) {
        sequence.violated(this + " was asked twice for " + chunk);
      }
      entry.asked = true;
      return Runner.Answer.LATER;
    }
    sequence.trace(() -> "  " + this + " gives back " + chunk);
    entries.remove(entry);
    return Runner.Answer.YES;
  }

  @Override
  public void forget(Chunk[] chunks, int count) {
    locked("forget");
  }

  @Override
  public int begun(Chunk chunk) {
    Entry entry = entry(chunk);
    try {
      mayThrow("begun");
    } catch (Injected e) {
      ((ModelChunk) chunk).unclear |= over;
      throw e;
    }
    if (entry == null || !entry.hasBegun()) {
      return 0;
    }
    return over || link == Link.MEMORY ? entry.begun : entry.known > entry.first ? entry.known : 0;
  }

  @Override
  public Runner.Answer stop(Chunk chunk, int begun) {
    locked("stop");
    Entry entry = entry(chunk);
    if (entry == null || link != Link.MEMORY) {
      return Runner.Answer.YES;
    }
    if ((entry.hasBegun() ? entry.begun : 0) != begun) {
      return Runner.Answer.NO;
    }
    entry.stopped = true;
    return Runner.Answer.YES;
  }

  @Override
  public WorkerId id() {
    sequence.mustNotBeLocked("id");
    mayThrow("id");
    if (beginning) {
      beginning = false;
      sequence.rules().ready();
    }
    return new WorkerId("", started ? number : -1);
  }

  @Override
  public void start() {
    unlocked("start");
    try {
      mayThrow("start");
    } catch (Injected | OutOfMemoryError e) {
      over = true;
      sequence.died(this, false);
      throw e;
    }
    started = true;
    actWithin();
  }

  @Override
  public void send() {
    unlocked("send");
    mayThrow("send");
    if (sequence.chance(sequence.lateness, 8)) {
      sendsLate = true;
    } else {
      worker.sent();
      actWithin();
    }
    mayThrow("send");
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    unlocked("help");
    mayThrow("help");
    actWithin();
  }

  @Override
  public void abort(Chunk chunk) {
    unlocked("abort");
    aborted = true;
    for (Entry other : entries) {
      if (sequence.cancelling && other.hasBegun() && other.chunk.is(Chunk.HANDED)) {
        sequence.violated(this + " is aborted, for " + chunk + ", beside " + other.chunk);
      }
    }
    mayThrow("abort");
    dying = true;
    actWithin();
  }

  @Override
  public void leave() {
    unlocked("leave");
    if (entries.stream().anyMatch(entry -> !entry.chunk.is(Chunk.ENDED))) {
      sequence.violated(this + " is to leave with chunks");
    }
    dismissed = true;
    mayThrow("leave");
    leaving = true;
    actWithin();
    mayThrow("leave");
  }

  @Override
  public void end() {
    unlocked("end");
    if (isHealthy() && !aborted && !sequence.isTerminated() && !sequence.starting) {
      sequence.violated(this + " is healthy, and told to end");
    }
    ended = true;
    dying = true;
    actWithin();
    mayThrow("end");
  }

  private void actWithin() {
    while (sequence.chance(sequence.reentrance, 8)) {
      worker.act();
    }
  }

  @Override
  public String toString() {
    return "worker " + number;
  }
}
