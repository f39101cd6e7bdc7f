package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of tables and views that nobody knows beforehand: column by column, as text. */
final class Rows {

  /** What may be read in the schemas of pgGit: tables and views. */
  private static final String RELATIONS =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
        AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
      ORDER BY 1""";

  /** More than this is no table of a few commits. */
  private static final int MOST = 5_000;

  private static final String QUERY =
      "SELECT '%s' AS relation, to_jsonb(t) AS row FROM (SELECT * FROM %s LIMIT %d) AS t";

  /** The query where there is nothing to be read. */
  static final String NONE = "SELECT NULL::text AS relation, NULL::jsonb AS row WHERE false";

  private Rows() {}

  /**
   * The rows of all tables and views that can be read, by their quoted names. Columns that are null
   * are left out.
   */
  static Map<String, List<Map<String, String>>> ofAll(Session session) throws SQLException {
    var all = new LinkedHashMap<String, List<Map<String, String>>>();
    for (var relation : relations(session)) {
      session.attempt(() -> all.put(relation, read(session, relation + " LIMIT " + MOST)));
    }
    return all;
  }

  /** The same as one query, of relation and row as jsonb, for the scripts. */
  static String query(Lab lab) {
    try {
      var session = lab.shared();
      var queries = new ArrayList<String>();
      for (var relation : relations(session)) {
        var query = QUERY.formatted(relation.replace("'", "''"), relation, MOST);
        if (session.attempt("SELECT count(r.row) FROM (" + query + ") AS r").isEmpty()) {
          queries.add(query);
        }
      }
      return queries.isEmpty() ? NONE : String.join(" UNION ALL ", queries);
    } catch (SQLException e) {
      throw new CannotTell("pgGit's tables cannot be listed: " + Failure.of(e));
    }
  }

  /** The tables and views of pgGit by their quoted names. */
  static List<String> relations(Session session) throws SQLException {
    return session.column(RELATIONS).stream().map(String::valueOf).toList();
  }

  /**
   * Those rows of a relation whose column has this value as text.
   *
   * @param relation quoted
   * @param column quoted
   */
  static List<Map<String, String>> where(
      Session session, String relation, String column, String value) throws SQLException {
    return read(session, relation + " t WHERE t." + column + "::text = ?", value);
  }

  private static List<Map<String, String>> read(Session session, String from, String... values)
      throws SQLException {
    var rows = new LinkedHashMap<String, Map<String, String>>();
    for (@Nullable String[] cell :
        session.rows(
            """
            SELECT r.n, e.key, e.value
            FROM (SELECT row_number() OVER () AS n, to_jsonb(q) AS j FROM (SELECT * FROM %s) q) r
            CROSS JOIN LATERAL jsonb_each_text(r.j) e
            ORDER BY r.n"""
                .formatted(from),
            (Object[]) values)) {
      var row = rows.computeIfAbsent(cell[0] + "", n -> new LinkedHashMap<>());
      if (cell[2] != null) {
        row.put(cell[1] + "", cell[2]);
      }
    }
    return new ArrayList<>(rows.values());
  }
}
