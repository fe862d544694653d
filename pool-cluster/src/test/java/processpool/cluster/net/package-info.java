/** Hosts of the tests' own, on which nodes and drivers run, and whose cables can be pulled. */
@org.jspecify.annotations.NullMarked
package processpool.cluster.net;
