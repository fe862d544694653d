/**
 * A pool whose workers are on several machines. Start at {@link processpool.cluster.Cluster}.
 *
 * <p>A <i>node</i> is a program that lends a machine's workers; a <i>driver</i> is a program that
 * has pools on them. Both are members of one cluster.
 */
@NullMarked
package processpool.cluster;

import org.jspecify.annotations.NullMarked;
