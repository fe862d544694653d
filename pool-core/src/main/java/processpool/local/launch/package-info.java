/**
 * How a worker process is started: the parent's Java, class path and options, whatever way the
 * program itself was started. Internal: not part of the pool's public face.
 */
@NullMarked
package processpool.local.launch;

import org.jspecify.annotations.NullMarked;
