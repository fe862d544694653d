package processpool.schedule;

import processpool.wire.MessageReader;

/**
 * Something that runs chunks: a worker process of this machine, or a node with several. This is the
 * whole of what the scheduler knows of it.
 *
 * <p>Methods of the first group are called under the scheduler's lock: they answer at once, from
 * what is known here, and call nobody. Those of the second are called with no lock held, by
 * whichever thread made the move that asks for it: they do not wait either. What a method throws is
 * logged, and costs nothing else. A runner that is gone says so to its listener.
 */
public interface Runner {
  // ---- under the scheduler's lock

  /**
   * How many chunks it runs at the same time.
   *
   * @return at least 1
   */
  int parallel();

  /**
   * Whether it goes on when one of its chunks is aborted, or kills what runs it: a node does, which
   * then says {@link Listener#lost}; a single process ends.
   *
   * @return whether
   */
  default boolean goesOn() {
    return false;
  }

  /**
   * Whether it is on this machine: of those that are idle such a one comes first, as the way to it
   * is the shortest.
   *
   * @return the same each time
   */
  default boolean isNear() {
    return true;
  }

  /**
   * Whether it can be handed another chunk behind those that it runs, so that it need not wait for
   * one later. Its own decision: it knows how far away it is.
   *
   * @param bytes about how large that chunk is
   * @return whether
   */
  boolean hasRoom(long bytes);

  /**
   * Whether chunks wait behind one that takes long.
   *
   * @return whether, as far as is known here
   */
  boolean isHeldUp();

  /**
   * Whether what it has will have ended so soon, as far as is known here, that the way to another
   * machine takes longer.
   *
   * @return whether
   */
  default boolean isQuick() {
    return false;
  }

  /**
   * Takes a chunk, and a note of it; {@link #send} follows. From then on the chunk may end at any
   * moment, say as it is cancelled, and lets its arguments go: if it {@linkplain Chunk#isOver is
   * over} after they were written, they may be missing, and must not reach a worker.
   *
   * @param chunk what to run
   */
  void hand(Chunk chunk);

  /**
   * Gives a chunk back that it was handed.
   *
   * @param chunk which
   * @return yes when it has not begun and never will; later when {@link Listener#answered} says
   */
  Answer takeBack(Chunk chunk);

  /** Whether something was done that may come too late. */
  enum Answer {
    /** It was. */
    YES,
    /** It was too late. */
    NO,
    /** Somebody far away has to be asked: the listener hears of it. */
    LATER
  }

  /**
   * Chunks are done with: their places are free.
   *
   * @param chunks which
   * @param count how many of them
   */
  void forget(Chunk[] chunks, int count);

  /**
   * How many calls of a chunk it has begun, those that have ended included. After its end that is
   * for certain; before, as far as is known here.
   *
   * @param chunk one it was handed
   * @return 0 when none
   */
  int begun(Chunk chunk);

  /**
   * Keeps a chunk's worker from beginning further calls of it, before it is ended with {@link
   * #abort}.
   *
   * @param chunk which
   * @param begun how many of its calls have begun
   * @return no when more have begun: nothing is changed then; later when {@link Listener#stopped}
   *     says
   */
  Answer stop(Chunk chunk, int begun);

  /**
   * Whether it ends soon, and not for what it runs: it was told to, or has said so.
   *
   * @return whether
   */
  default boolean isLeaving() {
    return false;
  }

  /**
   * How long it has had something to run, in all.
   *
   * @return nanoseconds; 0 when it does not know
   */
  default long busyNanos() {
    return 0;
  }

  // ---- with no lock held

  /**
   * Which of the pool's workers it is.
   *
   * @return what {@link Factory#create} was given; -1 when it has forgotten
   */
  default int index() {
    return -1;
  }

  /**
   * Who it is, as far as is known: does not wait.
   *
   * @return {@link WorkerId#NOBODY} when there is no process yet
   */
  default WorkerId knownId() {
    return WorkerId.NOBODY;
  }

  /**
   * How much memory its process has in use, not counting what is swapped out.
   *
   * @return bytes; -1 when that is not known
   */
  default long residentBytes() {
    return -1;
  }

  /**
   * Who it is; waits until there is a process.
   *
   * @return node and process id
   */
  WorkerId id();

  /**
   * Who runs a chunk, or ran it to its end. Of a runner that {@linkplain #goesOn goes on} that is
   * asked under the lock too, so there it does not wait.
   *
   * @param chunk one that it has begun
   * @return node and process id of that very worker
   */
  default WorkerId worker(Chunk chunk) {
    return id();
  }

  /** Begins to start it. */
  void start();

  /** Sends what it was handed. */
  void send();

  /**
   * Lets the caller, who waits for a chunk, take its outcome in for a moment.
   *
   * @param chunk one it was handed
   * @param nanos how long at most
   */
  void help(Chunk chunk, long nanos);

  /**
   * Ends a chunk that it may have begun, with the call that runs; unless the runner {@linkplain
   * #goesOn goes on}, by ending itself.
   *
   * @param chunk which
   */
  void abort(Chunk chunk);

  /** Leaves, behind all that it was handed. */
  void leave();

  /** Ends now, with whatever it runs. */
  void end();

  /** What a runner tells, on threads of its own or on one that helps; with no lock held. */
  interface Listener {
    /**
     * Ready for its first chunk.
     *
     * @param runner which
     */
    void ready(Runner runner);

    /**
     * A call of a chunk has begun.
     *
     * @param runner which
     * @param chunk which
     * @param begun how many of its calls have begun by now
     */
    void begun(Runner runner, Chunk chunk, int begun);

    /**
     * Calls of a chunk have ended.
     *
     * @param runner which
     * @param chunk which
     * @param first the number of the first of them in the chunk: the next one not told yet
     * @param count how many
     * @param outcomes how, one after the other; to be read at once
     * @throws java.io.IOException when they are damaged
     */
    void replied(Runner runner, Chunk chunk, int first, int count, MessageReader outcomes)
        throws java.io.IOException;

    /**
     * Chunks it was handed are done with.
     *
     * @param runner which
     * @param chunks which
     * @param count how many of them
     */
    void done(Runner runner, Chunk[] chunks, int count);

    /**
     * A chunk could not be sent; the runner goes on.
     *
     * @param runner which
     * @param chunk which
     * @param cause why
     */
    void unsendable(Runner runner, Chunk chunk, Throwable cause);

    /**
     * The answer to a {@link Runner#takeBack} that said {@link Answer#LATER}.
     *
     * @param runner which
     * @param chunk which
     * @param back whether it has not begun and never will
     */
    void answered(Runner runner, Chunk chunk, boolean back);

    /**
     * The answer to a {@link Runner#stop} that said {@link Answer#LATER}.
     *
     * @param runner which
     * @param chunk which
     * @param stopped whether no further call of it will begin
     */
    void stopped(Runner runner, Chunk chunk, boolean stopped);

    /**
     * What ran a chunk has ended, and the runner goes on. The chunk is done with, whether it had
     * been aborted or not.
     *
     * @param runner which
     * @param chunk which
     * @param begun how many of its calls had begun, those that have ended included; 0 when this
     *     runner had begun none
     * @param death how what ran it ended
     */
    void lost(Runner runner, Chunk chunk, int begun, WorkerDeath death);

    /**
     * More runners have become possible, or some have gone for good.
     *
     * @param runners how many there are to be from now on, at least 1
     */
    void resize(int runners);

    /**
     * The pool has another number of workers from now on, as there is room for more or for fewer,
     * and its program did not say how many it wants.
     *
     * @param processes how many, at least 1
     */
    default void fill(int processes) {
      resize(processes);
    }

    /**
     * It is to be replaced as soon as what it has begun has ended: its worker has grown too large,
     * or cannot go on. A runner that {@linkplain Runner#goesOn goes on} sees to that itself.
     *
     * @param runner which
     */
    void worn(Runner runner);

    /**
     * A task printed something.
     *
     * @param runner which
     * @param stream 1 for out, 2 for err; 3 and 4 when it came past those, from a child, say
     * @param text holds the bytes, UTF-8
     * @param offset where they begin
     * @param length how many
     */
    void printed(Runner runner, int stream, byte[] text, int offset, int length);

    /**
     * Gone, after everything else it had to tell.
     *
     * @param runner which
     * @param death how
     */
    void ended(Runner runner, WorkerDeath death);
  }

  /** Makes runners. */
  interface Factory {
    /**
     * Makes one; under the scheduler's lock. {@link Runner#start} follows.
     *
     * @param listener hears of it
     * @param index which of the pool's runners it is: the lowest number, from 0, that none has
     * @return the runner
     */
    Runner create(Listener listener, int index);

    /**
     * From now on a pool has another number of workers; under the scheduler's lock.
     *
     * @param processes how many
     */
    default void resized(int processes) {}

    /**
     * How many runners a pool has.
     *
     * @param processes how many workers it is to have
     * @return as many, unless a runner has several
     */
    default int runners(int processes) {
      return processes;
    }

    /**
     * After how many chunks a runner is to be replaced.
     *
     * @param maxTasksPerChild after how many a worker is; 0 for never
     * @return the same; 0 when its runners replace their workers themselves
     */
    default int chunksPerRunner(int maxTasksPerChild) {
      return maxTasksPerChild;
    }
  }
}
