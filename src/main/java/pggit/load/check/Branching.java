package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** Functions and procedures that want the name of a branch, or its name and another's. */
  private static final String FUNCTIONS =
      """
      SELECT format('%I.%I', n.nspname, p.proname), p.prokind, p.pronargs - p.pronargdefaults
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
      WHERE (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
        AND p.proname ~* 'branch' AND p.proname ~* 'create|new|add|make|start|begin|init'
        AND p.prokind IN ('f', 'p') AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
        AND p.pronargs > 0 AND p.pronargs - p.pronargdefaults <= 2
        AND NOT EXISTS (
          SELECT FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (type, n)
          WHERE a.n <= greatest(1, p.pronargs - p.pronargdefaults)
            AND a.type NOT IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype))
      ORDER BY p.proname !~* 'create', p.pronargs, 1""";

  /** Tables that may hold branches, and the column with the name. */
  private static final String TABLES =
      """
      SELECT DISTINCT ON (n.nspname, c.relname) format('%I.%I', n.nspname, c.relname), quote_ident(a.attname), c.oid
      FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relkind IN ('r', 'p') AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
        AND c.relname ~* 'branch|head|ref'
        AND a.attname ~* '^(name|branch|branch_name|ref|ref_name)$'
        AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'name'::regtype)
      ORDER BY n.nspname, c.relname, a.attname ~* 'name' DESC""";

  /**
   * Columns that a copy of a row may take over: those that nothing fills and nothing keeps unique.
   */
  private static final String COPIED =
      """
      SELECT quote_ident(a.attname) FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.atthasdef
        AND a.attidentity = '' AND quote_ident(a.attname) <> ?
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_index i
                        WHERE i.indrelid = a.attrelid AND i.indisunique AND a.attnum = ANY (i.indkey::int2[]))
      ORDER BY a.attnum""";

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
    for (var way : ways(admin)) {
      var before = rows(admin);
      var branch = "prepared" + ++number;
      boolean made = Failure.in(() -> admin.call(way.sql(), branch)).isEmpty();
      if (!made) {
        continue;
      }
      var after = rows(admin);
      after.entrySet().removeAll(before.entrySet());
      boolean first = user.attempt(branch, "first " + branch).isEmpty();
      boolean second = first && user.attempt(branch, "2nd " + branch).isEmpty();
      var other = "unprepared" + number;
      if (second && user.attempt(other, "first " + other).isPresent()) {
        return Optional.of(new Branching(way.how(), way.sql(), after.keySet()));
      }
    }
    return Optional.empty();
  }

  private static List<Branching> ways(Session admin) throws SQLException {
    var ways = new ArrayList<Branching>();
    for (var row : admin.rows(FUNCTIONS)) {
      var call = row[0] + ("2".equals(row[2]) ? "(?, 'main')" : "(?)");
      var sql = "p".equals(row[1]) ? "CALL " + call : "SELECT count(*) FROM " + call;
      ways.add(new Branching("by " + row[0], sql, Set.of()));
    }
    for (var row : admin.rows(TABLES)) {
      var how = "by rows put into " + row[0];
      var insert = "INSERT INTO " + row[0] + " (" + row[1];
      ways.add(new Branching(how, insert + ") VALUES (?)", Set.of()));
      var copied = admin.texts(COPIED, row[2] + "", row[1] + "");
      if (!copied.isEmpty()) {
        var columns = String.join(", ", copied);
        var select =
            "SELECT ?, " + columns + " FROM " + row[0] + " ORDER BY " + row[1] + " <> 'main'";
        ways.add(
            new Branching(how, insert + ", " + columns + ") " + select + " LIMIT 1", Set.of()));
      }
    }
    return ways;
  }

  /** Numbers of rows by table. */
  private static Map<String, Long> rows(Session admin) throws SQLException {
    var rows = new HashMap<String, Long>();
    for (var table : admin.texts(Anatomy.TABLES)) {
      rows.put(table, admin.number("SELECT count(*) FROM " + table));
    }
    return rows;
  }
}
