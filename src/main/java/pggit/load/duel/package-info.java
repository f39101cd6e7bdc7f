/**
 * Two pgGits side by side: both in databases of one embedded server, measured in turns so short
 * that whatever the machine does hits both alike, until the {@code gate} is sure. Times are in
 * nanoseconds inside and in µs or ms in metrics; one thread measures, a few more are the users who
 * commit at once.
 */
@NullMarked
package pggit.load.duel;

import org.jspecify.annotations.NullMarked;
