/**
 * What the measurements mean: how cost grows with size, how throughput scales with concurrency, how
 * a system takes overload and comes back from it, whether two versions differ, when a series
 * changed, and how fast something creeps. Pure functions of numbers: no files, no clock, no threads
 * of their own, and every random draw comes from a seed, so the same numbers give the same answer.
 * Costs and sizes carry their unit with them in words; everything else is in seconds, per second,
 * or a plain ratio.
 */
@NullMarked
package pggit.load.analysis;

import org.jspecify.annotations.NullMarked;
