/**
 * A pool whose workers are on several machines, which find and watch each other through JGroups.
 */
module processpool.cluster {
  requires transitive processpool;
  requires java.logging;
  requires org.jgroups;
  requires static org.jspecify;

  exports processpool.cluster;
}
