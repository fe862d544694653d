/**
 * The wire: what parent and worker say to each other, and how values become bytes. Knows nothing of
 * pools. Internal: not part of the pool's public face.
 */
@NullMarked
package processpool.wire;

import org.jspecify.annotations.NullMarked;
