package processpool.parent;

import org.jspecify.annotations.Nullable;

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
     * @param wasReady whether it had come so far
     * @param unfinished the chunk it was handed and did not answer, or null
     * @param begun whether it had begun that chunk
     * @param death how
     */
    void ended(
        Runner runner,
        boolean wasReady,
        @Nullable Chunk unfinished,
        boolean begun,
        WorkerDeath death);

    /**
     * It has begun the chunk it was handed.
     *
     * @param chunk which
     * @param pid where
     */
    void started(Chunk chunk, long pid);

    /**
     * Ends a chunk once: false when something else, such as a cancellation, already did.
     *
     * @param chunk which
     * @return whether its results count
     */
    boolean end(Chunk chunk);
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
