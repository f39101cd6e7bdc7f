/**
 * The clock and what it measured: latency recorders, result records and their file format. Times
 * are nanoseconds of {@link System#nanoTime} unless a name says otherwise; recording may happen on
 * any thread and never blocks, reading takes a lock of its own. Knows neither Gatling nor
 * PostgreSQL, so that a report or a verdict can be made again from the files alone.
 */
@NullMarked
package pggit.load.measure;

import org.jspecify.annotations.NullMarked;
