package pggit.load.exhaustion;

import java.sql.Connection;
import java.sql.SQLException;
import pggit.load.measure.Verdict;
import pggit.load.protocol.SqlErrors;

/**
 * A table whose version is to go on elsewhere. Whether this pgGit gives a new table a version, and
 * another one when a column is added, is found out with a twin of it.
 *
 * @param first version of the new table, empty if there was none
 * @param advances whether the twin's changed with the table
 */
record Versions(String first, boolean advances) {

  static final String FOLLOWED = "followed";

  private static final String NONE = "none";

  /** Creates the tables. */
  static Versions before(Site site) throws SQLException {
    try (var connection = site.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE followed (id int); CREATE TABLE twin (id int)");
      var first = said(site, connection, "twin");
      statement.execute("ALTER TABLE twin ADD COLUMN more int");
      var next = said(site, connection, "twin");
      return new Versions(said(site, connection, FOLLOWED), !next.equals(first));
    }
  }

  boolean areKept() {
    return !first.equals(NONE);
  }

  /** What pgGit says of a table, be it an error. */
  static String said(Site site, Connection connection, String table) {
    if (site.contract().versionSql().isEmpty()) {
      return NONE;
    }
    try {
      return site.version(connection, table).orElse(NONE);
    } catch (SQLException e) {
      return SqlErrors.sqlState(e) + " " + e.getMessage();
    }
  }

  /** Adds the column. */
  void goOn(Site there, String where, DrillLog findings) throws SQLException {
    String claim = "versions go on " + where;
    try (var connection = there.database().connect();
        var statement = connection.createStatement()) {
      var kept = said(there, connection, FOLLOWED);
      String altered;
      try {
        statement.execute("ALTER TABLE followed ADD COLUMN more int");
        altered = said(there, connection, FOLLOWED);
      } catch (SQLException e) {
        altered = SqlErrors.sqlState(e) + " " + e.getMessage();
      }
      var evidence = "first %s, there %s, with one more column %s".formatted(first, kept, altered);
      findings.verdict(
          areKept() && advances
              ? Verdict.of(
                  !kept.equals(NONE)
                      && !altered.equals(NONE)
                      && !altered.equals(kept)
                      && !altered.equals(first),
                  claim,
                  evidence)
              : Verdict.undecided(claim, "no versions that follow tables: " + evidence));
    }
  }
}
