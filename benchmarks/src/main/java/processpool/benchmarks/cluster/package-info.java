/** The cluster beside the engine it stands on, and beside another one, in one run. */
@org.jspecify.annotations.NullMarked
package processpool.benchmarks.cluster;
