/** The public face of the modules that others depend on, as a listing in each of them. */
@NullMarked
package processpool.docs.api;

import org.jspecify.annotations.NullMarked;
