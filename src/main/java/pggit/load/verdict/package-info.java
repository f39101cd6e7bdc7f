/**
 * What the facts of a run amount to: one judge for each kind of load, pure functions from
 * measurements to verdicts and metrics. Whatever is not surely pgGit's own fault is undecided.
 * Nothing here talks to a server or a file.
 */
@NullMarked
package pggit.load.verdict;

import org.jspecify.annotations.NullMarked;
