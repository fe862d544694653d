/** What the exercises' tests share: sentences in two languages, and proofs that need no clock. */
@NullMarked
package processpool.lesson;

import org.jspecify.annotations.NullMarked;
