package processpool.parent;

/**
 * Something that runs chunks, one at a time: a worker process of this machine today. This is the
 * whole of what the dispatcher knows of it.
 */
public interface Runner {
  /**
   * Its process id; waits until there is a process.
   *
   * @return the id, or -1 when none could be started
   */
  long pid();

  /**
   * Hands it a chunk. Only for a runner that said it is idle. Does not wait for the chunk to be
   * run, and does not fail: a runner that is gone says so to its listener.
   *
   * @param chunk what to run
   */
  void run(Chunk chunk);

  /** Asks it to leave when idle. */
  void leave();

  /** Ends it now, with whatever it runs. */
  void kill();

  /** What a runner tells; on threads of its own. */
  interface Listener {
    /**
     * Ready for the next chunk.
     *
     * @param runner which
     */
    void idle(Runner runner);

    /**
     * Gone, after everything else it had to tell.
     *
     * @param runner which
     * @param wasReady whether it was ever idle
     * @param death how
     */
    void ended(Runner runner, boolean wasReady, WorkerDeath death);

    /**
     * It has begun the chunk it was handed, or another item of it.
     *
     * @param chunk which
     * @param pid where
     */
    void started(Chunk chunk, long pid);

    /**
     * Ends a chunk once: false when something else, such as a cancellation, already did.
     *
     * @param runner which ran it
     * @param chunk which
     * @return whether its results count
     */
    boolean end(Runner runner, Chunk chunk);
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
