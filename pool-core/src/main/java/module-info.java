/**
 * A pool of worker processes with the face of Python's {@code multiprocessing.Pool}. Programs see
 * the package {@code processpool} alone, and need not open any of their own; the other rooms are
 * for engines of this project that run the pool's chunks elsewhere.
 */
@SuppressWarnings("module") // that module is built after this one
module processpool {
  requires java.management; // tells the module path, which workers need too
  requires static jdk.jfr;
  requires static jdk.unsupported; // for a worker to be deaf to Ctrl-C
  requires static org.jspecify;

  exports processpool;
  exports processpool.events to
      processpool.cluster;
  exports processpool.local to
      processpool.cluster;
  exports processpool.schedule to
      processpool.cluster;
  exports processpool.wire to
      processpool.cluster;
}
