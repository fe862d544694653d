/**
 * Who runs what, and when: the queue at the pool's door, its workers as the pool sees them, and
 * what becomes of chunks. Knows neither processes nor users' values: what runs chunks stands behind
 * {@link processpool.schedule.Runner}. Internal: for this pool and for engines that run its chunks.
 */
@NullMarked
package processpool.schedule;

import org.jspecify.annotations.NullMarked;
