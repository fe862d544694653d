/**
 * What is told to those who look on: listeners, the flight recorder, the log. Nothing in here can
 * hold up or fail whoever tells. Internal: not part of the pool's public face.
 */
@NullMarked
package processpool.events;

import org.jspecify.annotations.NullMarked;
