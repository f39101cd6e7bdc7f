/**
 * What somebody wants of a run: the {@code pggit} block of gatling.conf and {@code -Dpggit.*}, read
 * once, checked whole and told with the place it came from. Durations are {@link
 * java.time.Duration}. Immutable, for any thread.
 */
@NullMarked
package pggit.load.settings;

import org.jspecify.annotations.NullMarked;
