package processpool.watch.live;

import processpool.PoolStats;

/**
 * The pool's figures at a moment.
 *
 * @param now that moment
 * @param stats the figures
 * @param state open, closed (no new tasks) or gone
 */
record Snapshot(long now, PoolStats stats, String state) {}
