/** The pages as a book: in the browser of this machine, and as files for a web server. */
@NullMarked
package processpool.docs.book;

import org.jspecify.annotations.NullMarked;
