/**
 * What the tests of examples and exercises share: the examples' three waves; and, for exercises,
 * sentences in two languages and proofs that need no clock.
 */
@NullMarked
package processpool.lesson;

import org.jspecify.annotations.NullMarked;
