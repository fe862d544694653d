/** Draws who ran what when, from what a pool tells its listeners. */
@NullMarked
package processpool.timeline;

import org.jspecify.annotations.NullMarked;
