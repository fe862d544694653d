/**
 * The parent's side: the queue at the pool's door, who gets the next chunk, and each worker's life
 * from launch to burial. Internal: not part of the pool's public face.
 */
@NullMarked
package processpool.parent;

import org.jspecify.annotations.NullMarked;
