package processpool.parent;

/**
 * Something that runs chunks: a worker process of this machine today. This is the whole of what the
 * dispatcher knows of it.
 */
public interface Runner {
  /**
   * Its process id; waits until there is a process.
   *
   * @return the id, or -1 when none could be started
   */
  long pid();

  /**
   * How many chunks it can be handed at a time; it runs one after the other.
   *
   * @return 1, or more when those not begun can be taken back
   */
  int depth();

  /**
   * Hands it a chunk, whose slot is free and whose ticket is new. Does not wait for the chunk to be
   * run, and does not fail: a runner that is gone says so to its listener.
   *
   * @param chunk what to run
   */
  void run(Chunk chunk);

  /**
   * Takes a chunk back.
   *
   * @param chunk one it was handed
   * @return true when it has not begun the chunk and never will
   */
  boolean takeBack(Chunk chunk);

  /**
   * Whether it has begun a chunk.
   *
   * @param chunk one it was handed
   * @return whether, as far as is known here
   */
  boolean hasBegun(Chunk chunk);

  /**
   * Lets the caller, who waits for a chunk, take its result in for a moment.
   *
   * @param chunk one it was handed
   * @param nanos how long at most
   */
  void help(Chunk chunk, long nanos);

  /** Asks it to leave when idle. */
  void leave();

  /** Ends it now, with whatever it runs. */
  void kill();

  /** What a runner tells; on threads of its own, or on one that helps. */
  interface Listener {
    /**
     * Ready for its first chunk.
     *
     * @param runner which
     */
    void ready(Runner runner);

    /**
     * Chunks it was handed are done with: their slots are free.
     *
     * @param runner which
     * @param slots a bit for each slot
     * @param ticket the highest of theirs: what was handed before it has been done or skipped
     */
    void freed(Runner runner, long slots, int ticket);

    /**
     * Gone, after everything else it had to tell.
     *
     * @param runner which
     * @param wasReady whether it was ever idle
     * @param death how
     */
    void ended(Runner runner, boolean wasReady, WorkerDeath death);
  }

  /** Starts runners. */
  interface Factory {
    /**
     * Starts one, without waiting for it.
     *
     * @param listener hears of it
     * @return the runner
     */
    Runner launch(Listener listener);
  }
}
