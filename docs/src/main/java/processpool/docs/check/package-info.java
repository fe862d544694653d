/** Checks that the pages tell the truth. */
@NullMarked
package processpool.docs.check;

import org.jspecify.annotations.NullMarked;
