/**
 * The PostgreSQL that a run loads: an embedded one which we unpack, start, stop and delete, or an
 * external one which we only connect to. The first can be put into an {@link Enclosure}, which the
 * tests that harm it do. Nothing here knows pgGit. Everything may be called from any thread unless
 * a class says otherwise; durations are {@link java.time.Duration}s, sizes bytes.
 */
@NullMarked
package pggit.load.server;

import org.jspecify.annotations.NullMarked;
