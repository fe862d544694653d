/** The runner: shows the way through the exercises and labs, and knows right answers from wrong. */
@NullMarked
package processpool.learn;

import org.jspecify.annotations.NullMarked;
