package processpool.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import processpool.events.Events;
import processpool.schedule.ModelRunner.Injected;
import processpool.schedule.ModelRunner.Link;

/** One random life of a pool: what its users, its workers and the time do, all from one seed. */
final class ModelSequence {
  /** The first thing that was not as it should be. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1;

    Violation(String message) {
      super(message);
    }
  }

  private static final Events NOBODY_LOOKS_ON = new Events("test", List.of());

  final ModelClock clock = new ModelClock();
  final Scheduler scheduler;
  final List<ModelRunner> runners = new ArrayList<>();
  final List<ModelChunk> chunks = new ArrayList<>();

  /** Those of them that have not ended, or had not when last looked at. */
  final List<ModelChunk> open = new ArrayList<>();

  // How it goes in this one: of what there is how much.
  int faults;
  int reentrance;
  int lateness;
  int deadliness;
  int unsendables;
  private final int tellers;
  private final int shortages;

  boolean starting;
  boolean cancelling;
  int processes;
  final int chunksPerWorker;

  private final SplittableRandom random;
  private final ReentrantLock lock;
  private final ModelUsers users;
  private final ModelRules rules;
  private final List<String> steps;
  private final List<Link> links = new ArrayList<>();
  private final int mostParallel;
  private int created;
  private String violation;

  private ModelSequence(long seed, boolean isShort, List<String> steps) {
    this.steps = steps;
    random = new SplittableRandom(seed);
    Shortage.reset();
    shortages = isShort ? 1 + below(4) : 0;
    faults = chance(1, 2) ? 0 : 1 + below(8);
    reentrance = chance(1, 2) ? 0 : 1 + below(5);
    lateness = chance(1, 2) ? 0 : 1 + below(6);
    deadliness = chance(1, 3) ? 0 : 1 + below(6);
    unsendables = chance(2, 3) ? 0 : 1 + below(8);
    tellers = chance(1, 2) ? 0 : 1 + below(3);
    processes = 1 + below(3);
    chunksPerWorker = chance(2, 3) ? 0 : 1 + below(3);
    mostParallel = chance(2, 3) ? 1 : 3;
    for (Link link : Link.values()) {
      if (chance(1, 2)) {
        links.add(link);
      }
    }
    scheduler =
        new Scheduler(
            processes, chunksPerWorker, this::create, NOBODY_LOOKS_ON, (s, t, o, l) -> {}, clock);
    lock = scheduler.moves.lock;
    rules = new ModelRules(this);
    trace(
        () ->
            "faults "
                + faults
                + ", within "
                + reentrance
                + ", late "
                + lateness
                + ", deaths "
                + deadliness
                + ", chunks for each worker "
                + chunksPerWorker);
    users = new ModelUsers(this);
    clock.meanwhile = this::runnersAct;
  }

  /** Lives one life; throws {@link Violation} with all its steps. */
  static void run(long seed) {
    run(seed, false);
  }

  /** As above, with moments in which there is no memory; returns how many. */
  static int runShort(long seed) {
    run(seed, true);
    return Shortage.struck();
  }

  private static void run(long seed, boolean isShort) {
    if (new ModelSequence(seed, isShort, null).live() != null) {
      List<String> steps = new ArrayList<>();
      String found = new ModelSequence(seed, isShort, steps).live();
      throw new Violation(
          String.join("\n", steps) + "\n" + found + "\nagain with -Dmodel.seed=" + seed);
    }
  }

  private String live() {
    try {
      users.start();
      for (int steps = 10 + below(60); steps > 0 && violation == null; steps--) {
        runShort(this::step);
        rules.checkNow();
      }
      end();
    } catch (Throwable unexpected) {
      failed("thrown: " + unexpected + " at " + Arrays.toString(unexpected.getStackTrace()));
    }
    return violation;
  }

  /** Memory may run out in the middle of it. */
  private void runShort(Runnable step) {
    if (chance(shortages, 16)) {
      trace(() -> "memory runs out");
      Shortage.begin(this);
    }
    try {
      step.run();
    } finally {
      Shortage.end();
    }
  }

  private void step() {
    int what = below(40);
    if (what < 9) {
      users.submit();
    } else if (what < 15) {
      users.act(what);
    } else if (what < 17) {
      trace(() -> "time goes on");
      clock.advance(below(600));
    } else if (what == 17 && clock.somethingIsDue()) {
      trace(() -> "until something is due");
      clock.runNext();
    } else {
      runnersAct();
    }
  }

  /** Some runner does something, if any can. */
  void runnersAct() {
    int offset = runners.isEmpty() ? 0 : below(runners.size());
    for (int i = 0; i < runners.size(); i++) {
      if (runners.get((offset + i) % runners.size()).worker.act()) {
        return;
      }
    }
  }

  /** From here on nothing goes wrong: everything that was begun has to end. */
  private void end() {
    faults = 0;
    lateness = 0;
    deadliness = 0;
    if (chance(1, 2)) {
      users.releaseAll();
      runUntil(() -> open.isEmpty(), "all chunks to end");
    }
    runShort(users::end);
    runUntil(scheduler::isGone, "the pool to be gone");
    rules.checkGone();
  }

  private void runUntil(Supplier<Boolean> condition, String what) {
    trace(() -> "waits for " + what);
    int steps = 0;
    for (int idle = 0; violation == null && !condition.get(); steps++) {
      boolean acted = false;
      int offset = runners.isEmpty() ? 0 : below(runners.size());
      for (int i = 0; i < runners.size() && !acted; i++) {
        acted = runners.get((offset + i) % runners.size()).worker.act();
      }
      if (!acted && clock.somethingIsDue()) {
        trace(() -> "until something is due");
        clock.runNext();
        acted = true;
      }
      idle = acted ? 0 : idle + 1;
      if (idle > 100 || steps > 20_000) {
        failed("waited in vain for " + what);
      }
      rules.checkNow();
    }
  }

  // ---- what the others ask

  private Runner create(Runner.Listener listener, int index) {
    mustBeLocked("create");
    Shortage.take();
    if (faults > 0 && chance(faults, 100)) {
      trace(() -> "  no worker can be made");
      rules.cannotMake();
      throw new Injected("create");
    }
    Link link = links.isEmpty() ? Link.MEMORY : links.get(below(links.size()));
    ModelRunner made = new ModelRunner(this, ++created, link, 1 + below(mostParallel));
    trace(() -> "  " + made + ": " + made.link + ", " + made.parallel + " at a time");
    runners.add(made);
    return made;
  }

  void handed(ModelRunner runner, ModelChunk chunk) {
    trace(() -> "  " + chunk + " to " + runner);
    rules.handed(runner, chunk);
    chunk.timesHanded++;
    chunk.toldThen = chunk.told();
    chunk.handedAt = clock.nanoTime();
  }

  void died(ModelRunner runner, boolean signal) {
    rules.died(runner, signal);
  }

  void told(ModelChunk chunk) {
    if (tellers > 0 && chance(tellers, 16)) {
      if (chance(1, 2)) {
        users.submit();
      } else {
        throw new Injected("ended");
      }
    }
  }

  boolean isTerminated() {
    return users.isTerminated();
  }

  boolean isClosed() {
    return users.isClosed();
  }

  boolean isBroken() {
    return rules.isHopeless();
  }

  /** What the scheduler has counted; asking changes nothing, and nobody throws. */
  Figures figures() {
    int before = faults;
    faults = 0;
    Figures figures = scheduler.figures();
    faults = before;
    return figures;
  }

  ModelRules rules() {
    return rules;
  }

  // ---- chance, and what came of it

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int some, int ofAll) {
    return some > 0 && random.nextInt(ofAll) < some;
  }

  void trace(Supplier<String> step) {
    if (steps != null) {
      steps.add(step.get());
    }
  }

  /** Something is not as it should be, unless memory ran out before. */
  void violated(String how) {
    if (Shortage.struck() == 0) {
      failed(how);
    }
  }

  /** What must not be, whatever happened before. */
  void failed(String how) {
    trace(() -> "VIOLATED: " + how);
    if (violation == null) {
      violation = how;
    }
  }

  void mustBeLocked(String method) {
    if (!lock.isHeldByCurrentThread()) {
      violated(method + " is called without the lock");
    }
  }

  void mustNotBeLocked(String method) {
    if (lock.isHeldByCurrentThread()) {
      violated(method + " is called under the lock");
    }
  }
}
