/**
 * pgGit itself: where it comes from ({@link PgGitSource}), which of its contracts is installed
 * ({@link Contract}), what was committed ({@link Ledger}) and whether it is all there ({@link
 * Audit}). The ledger may be written to from any number of threads; everything else belongs to the
 * thread that calls it, on a connection that thread brings. Lengths are bytes in UTF-8.
 */
@NullMarked
package pggit.load.pggit;

import org.jspecify.annotations.NullMarked;
