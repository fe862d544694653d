/** Shows a pool while it runs. */
@NullMarked
package processpool.watch;

import org.jspecify.annotations.NullMarked;
