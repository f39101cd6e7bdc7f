package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import pggit.load.server.SetupException;

/**
 * What pgGit had stored before the run, so that it is neither taken for the run's nor lost
 * unnoticed. Holds counts and a sum over the rows' hashes, whatever their number.
 *
 * @param commits rows of {@code pggit.commits}
 * @param checksum sum of the hashes of their IDs, or of their messages where no ID is stored
 * @param unusedIds IDs in {@code pggit.trinity_ids} that belong to no commit
 * @param repeatedBranches names that {@code pggit.branches} has more than once
 * @param orphans commits whose parent is not stored
 */
public record StoredBefore(
    long commits, long checksum, long unusedIds, long repeatedBranches, long orphans) {

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
          "cannot read what pgGit has stored before the run: %s (SQLSTATE %s). The harness needs to read schema pggit."
              .formatted(e.getMessage(), e.getSQLState()),
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
        count(reading, history.registerSql().map(sql -> sql + History.UNUSED)),
        count(reading, history.repeatedBranchesSql()),
        count(reading, history.orphanedParentsSql()));
  }

  private static long count(Reading reading, Optional<String> sql) throws SQLException {
    return sql.isEmpty() ? 0 : reading.count(sql.get());
  }

  /** What a row adds to the checksum. */
  static long key(History history, Reading.Stored row) {
    return history.id().isPresent() ? row.idHash() : row.messageHash();
  }
}
