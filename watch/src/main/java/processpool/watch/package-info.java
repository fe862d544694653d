/** Shows what a pool does, in the terminal and in a browser, while it runs and afterwards. */
@NullMarked
package processpool.watch;

import org.jspecify.annotations.NullMarked;
