package pggit.load.check;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How branches come into being where pgGit fails the first commit on a new one: so that this one
 * defect does not hide all others.
 *
 * @param how in words
 * @param sql a statement whose only parameter is the branch's name
 * @param tables those in which a new branch is a new row
 */
record Branching(String how, String sql, Set<String> tables) {

  Branching {
    tables = Set.copyOf(tables);
  }

  /**
   * Looks for a way after which commits succeed; empty if there is none, or if first commits are
   * not what fails.
   *
   * @param admin may do everything in a database that is thrown away
   * @param user commits there, outside of a transaction
   */
  static Optional<Branching> find(Session admin, Session user) throws SQLException {
    int number = 0;
    for (var way : admin.rows(Macros.question("branchings()"))) {
      var how = String.valueOf(way[0]);
      var sql = String.valueOf(way[1]);
      var before = rows(admin);
      var branch = "prepared" + ++number;
      boolean made = Failure.in(() -> admin.call(sql, branch)).isEmpty();
      if (!made) {
        continue;
      }
      var after = rows(admin);
      after.entrySet().removeAll(before.entrySet());
      boolean first = user.attempt(branch, "first " + branch).isEmpty();
      boolean second = first && user.attempt(branch, "2nd " + branch).isEmpty();
      var other = "unprepared" + number;
      if (second && user.attempt(other, "first " + other).isPresent()) {
        return Optional.of(new Branching(how, sql, after.keySet()));
      }
    }
    return Optional.empty();
  }

  /** Numbers of rows by table. */
  private static Map<String, Long> rows(Session admin) throws SQLException {
    var rows = new HashMap<String, Long>();
    for (var table : admin.texts(Macros.question("tables()"))) {
      rows.put(table, admin.number("SELECT count(*) FROM " + table));
    }
    return rows;
  }
}
