/**
 * A second engine, to show that the scheduler's seam is one: it runs chunks on nodes, which are
 * other JVMs that lack the program's classes. A test only, over pipes; no engine for real use.
 */
package processpool.node;
