/**
 * What users submit: functions taken apart, single tasks, maps and iterations, cut into chunks for
 * the scheduler; and the promise behind each result. Internal: not part of the pool's public face.
 */
@NullMarked
package processpool.task;

import org.jspecify.annotations.NullMarked;
