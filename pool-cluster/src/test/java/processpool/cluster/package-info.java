/** Tests of pools on several machines, played by processes of this one. */
@NullUnmarked
package processpool.cluster;

import org.jspecify.annotations.NullUnmarked;
