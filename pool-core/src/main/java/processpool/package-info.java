/**
 * Process pools: worker JVMs, created once and reused, with the face of Python's {@code
 * multiprocessing.Pool}. Start at {@link processpool.ProcessPool}.
 */
@NullMarked
package processpool;

import org.jspecify.annotations.NullMarked;
