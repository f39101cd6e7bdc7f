/**
 * Whether a pgGit got worse: what is allowed of each metric, when enough has been measured, the
 * verdict with its evidence, and the files it is kept in ({@code gate.json}, JUnit XML, Markdown,
 * stored baselines). Starts from numbers and files, never from a server, so that a verdict can be
 * made again. Ratios are candidate over baseline; single-threaded.
 */
@NullMarked
package pggit.load.gate;

import org.jspecify.annotations.NullMarked;
