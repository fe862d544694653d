/**
 * Worker processes of this machine: their lives, and what the pool says to them and hears from
 * them. {@code processpool.local.launch} has the command that starts one. Internal: not part of the
 * pool's public face.
 */
@NullMarked
package processpool.local;

import org.jspecify.annotations.NullMarked;
