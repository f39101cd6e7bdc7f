/**
 * Whether a pgGit got worse. Two pgGits side by side, both in databases of one embedded server, are
 * measured in turns so short that whatever the machine does hits both alike, until the ruling is
 * sure; stored runs are compared with stored baselines. What is allowed of each metric, when enough
 * has been measured, the verdict with its evidence, and the files it is kept in ({@code gate.json},
 * JUnit XML, Markdown, baselines), from which it can be made again. Ratios are candidate over
 * baseline; times are in nanoseconds inside and in µs or ms in metrics. One thread measures, a few
 * more are the users who commit at once.
 */
@NullMarked
package pggit.load.gate;

import org.jspecify.annotations.NullMarked;
