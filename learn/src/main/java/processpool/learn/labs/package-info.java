/** Labs where breaking things is the point: each announces what will be seen, and checks it. */
@NullMarked
package processpool.learn.labs;

import org.jspecify.annotations.NullMarked;
