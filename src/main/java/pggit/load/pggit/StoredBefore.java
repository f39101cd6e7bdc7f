package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import pggit.load.server.SetupException;

/**
 * What pgGit had stored before the run, so that it is neither taken for the run's nor lost
 * unnoticed. Holds counts and a sum over the rows' hashes, whatever their number.
 *
 * @param commits rows of {@code pggit.commits}
 * @param checksum sum of the hashes of their IDs, or of their messages where no ID is stored
 * @param unusedIds rows of {@code pggit.trinity_ids} that belong to no commit
 * @param repeatedBranches names that {@code pggit.branches} has more than once
 * @param orphans commits whose parent is not stored
 */
public record StoredBefore(
    long commits, long checksum, long unusedIds, long repeatedBranches, long orphans) {

  /** Of a pgGit that has just been installed. */
  public static StoredBefore none() {
    return new StoredBefore(0, 0, 0, 0, 0);
  }

  /**
   * Reads what there is. A transaction that is open on the connection is rolled back.
   *
   * @throws SetupException if it cannot be read
   */
  public static StoredBefore of(Connection connection, Contract contract) {
    try {
      return Reading.in(connection, reading -> read(reading, contract.history()));
    } catch (SQLException e) {
      throw new SetupException(
          "cannot read what pgGit has stored before the run: "
              + e.getMessage()
              + " (SQLSTATE "
              + e.getSQLState()
              + "). The harness needs to read schema pggit.",
          e);
    }
  }

  private static StoredBefore read(Reading reading, History history) throws SQLException {
    long[] countAndSum = new long[2];
    reading.commits(
        history,
        row -> {
          countAndSum[0]++;
          countAndSum[1] += key(history, row);
        });
    return new StoredBefore(
        countAndSum[0],
        countAndSum[1],
        history.unusedIdsSql().isEmpty() ? 0 : reading.count(history.unusedIdsSql().get()),
        history.repeatedBranchesSql().isEmpty()
            ? 0
            : reading.count(history.repeatedBranchesSql().get()),
        history.orphanedParentsSql().isEmpty()
            ? 0
            : reading.count(history.orphanedParentsSql().get()));
  }

  /** What a row adds to the checksum. */
  static long key(History history, StoredCommit row) {
    if (history.id().isPresent()) {
      return row.id() == null ? 0 : Hash.of(row.id());
    }
    return row.message() == null ? 0 : Hash.of(row.message());
  }
}
