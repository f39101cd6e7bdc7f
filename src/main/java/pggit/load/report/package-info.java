/**
 * Pages for people: one for each run, one for all runs, one for two runs side by side. Starts from
 * the files of a run's directory alone, so that a page can be made again without a run and comes
 * out the same to the byte. Each page is one file that asks no network for anything; whatever comes
 * from outside is escaped. Times are milliseconds where nothing else is said; single-threaded.
 */
@NullMarked
package pggit.load.report;

import org.jspecify.annotations.NullMarked;
