package pggit.load.pggit;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pggit.commits}, as read.
 *
 * @param id null where no ID is stored
 * @param message UTF-8, null if it is NULL; the receiver does not keep it
 * @param branch null where no branch is stored
 */
record StoredCommit(@Nullable String id, byte @Nullable [] message, @Nullable String branch) {}
