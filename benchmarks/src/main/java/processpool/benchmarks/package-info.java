/**
 * The pool beside its peers, in one run. {@link processpool.benchmarks.SideBySide} drives; each
 * contender is a process of its own that obeys one line at a time ({@link
 * processpool.benchmarks.ContenderMain} for those in Java, {@code contender.py} for CPython's), so
 * that none warms or slows another's code.
 */
@NullMarked
package processpool.benchmarks;

import org.jspecify.annotations.NullMarked;
