/**
 * The PostgreSQL that a run loads: an embedded one which we unpack, start, stop and delete, or an
 * external one which we only connect to; and what can befall the first: a full disk, short memory,
 * death ({@link LimitedServer}), and a network that fails ({@link FaultyLink}). Nothing here knows
 * pgGit. Everything may be called from any thread unless a class says otherwise; durations are
 * {@link java.time.Duration}s, sizes bytes.
 */
@NullMarked
package pggit.load.server;

import org.jspecify.annotations.NullMarked;
