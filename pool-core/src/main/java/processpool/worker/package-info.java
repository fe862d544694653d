/**
 * The worker's side: its main class, the loop that runs one task at a time, forwarded output.
 * Internal: not part of the pool's public face.
 */
@NullMarked
package processpool.worker;

import org.jspecify.annotations.NullMarked;
