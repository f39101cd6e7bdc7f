package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;

/** Rows of tables and views that nobody knows beforehand. */
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
      "SELECT %s AS relation, to_jsonb(t) AS row FROM (SELECT * FROM %s LIMIT %d) AS t";

  /** The query where there is nothing to be read. */
  static final String NONE = "SELECT NULL::text AS relation, NULL::jsonb AS row WHERE false";

  private Rows() {}

  /** Of all that can be read as one query, of relation and row as jsonb. */
  static String query(Lab lab) {
    try {
      var session = lab.shared();
      var queries = new ArrayList<String>();
      for (var relation : session.column(RELATIONS)) {
        var query = QUERY.formatted(ByName.literal(relation + ""), relation, MOST);
        if (session.attempt("SELECT count(r.row) FROM (" + query + ") AS r").isEmpty()) {
          queries.add(query);
        }
      }
      return queries.isEmpty() ? NONE : String.join(" UNION ALL ", queries);
    } catch (SQLException e) {
      throw new CannotTell("pgGit's tables cannot be listed: " + Failure.of(e));
    }
  }
}
