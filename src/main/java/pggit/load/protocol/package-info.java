/**
 * The Gatling protocol for pgGit: a DSL, the live resources of one run, and the actions that use
 * them. Event loops only resolve expressions and hand over; every JDBC call happens on a worker
 * thread. Times are {@link System#nanoTime()} nanoseconds; Gatling itself is told whole
 * milliseconds.
 */
@NullMarked
package pggit.load.protocol;

import org.jspecify.annotations.NullMarked;
