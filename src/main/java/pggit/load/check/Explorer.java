package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what a pgGit stores by committing and looking where the values went; a column's name
 * decides only where the values do not.
 */
final class Explorer {

  static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
      ORDER BY 1""";

  // With -1 a column of type char(n) is bpchar; character alone would mean character(1).
  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, -1)
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum""";

  private static final Set<String> AUTHORS =
      Set.of("author", "author_name", "committer", "created_by", "committed_by", "user_name");

  /** How often a commit is tried before pgGit counts as one that cannot commit. */
  private static final int TRIES = 5;

  private final Session session;
  private final boolean stored;
  private final Map<String, String> columns;

  /** Those that are there before anybody commits. */
  private final List<String> tables;

  /**
   * @param stored whether the contract has the ID in {@code pggit.commits}
   */
  Explorer(Session session, boolean stored) throws SQLException {
    this.session = session;
    this.stored = stored;
    this.columns = columns("pggit.commits");
    this.tables = session.column(TABLES);
  }

  /** What the catalog alone tells, for a pgGit that cannot commit. */
  static Anatomy catalogOnly(Session session, boolean stored) throws SQLException {
    var explorer = new Explorer(session, stored);
    var nobody = new Made("", "", "", "");
    return explorer.anatomy(nobody, Map.of(), nobody, Map.of());
  }

  /** Commits a few times and looks. */
  Anatomy explore() throws SQLException {
    var first = make("explored one", "exploredone", "explored message one");
    for (int i = 0; i < 3; i++) { // so that the numbers of commits are not those of branches
      make("explored more", first.branch(), "explored more " + i);
    }
    var other = make("explored two", "exploredtwo", "explored message two");
    return anatomy(first, row(first), other, row(other));
  }

  /** Outside of a transaction, so that what fails once only does not matter. */
  private Made make(String name, String branch, String message) throws SQLException {
    var made = new ArrayList<Made>();
    for (int i = 1; i < TRIES; i++) {
      if (session.attempt(() -> made.add(session.make(name, branch, message))).isEmpty()) {
        return made.get(0);
      }
    }
    return session.make(name, branch, message);
  }

  private Anatomy anatomy(
      Made first, Map<String, String> row, Made other, Map<String, String> otherRow)
      throws SQLException {
    var id =
        stored
            ? column(row, first.id(), "trinity_id", "hash", "commit_id")
            : Optional.<String>empty();
    var parent = columns.keySet().stream().filter(c -> c.contains("parent")).findFirst();
    return new Anatomy(
        tables,
        id.map(Explorer::quoted),
        id.map(c -> columns.getOrDefault(c, "text")).orElse("text"),
        quoted(messageColumn()),
        column(row, first.name()).map(Explorer::quoted),
        branch(first, row, other, otherRow),
        parent.filter(p -> parentKey(p, id).isPresent()).map(Explorer::quoted),
        parent.flatMap(p -> parentKey(p, id)).map(Explorer::quoted),
        columns.keySet().stream()
            .filter(c -> String.valueOf(columns.get(c)).startsWith("timestamp"))
            .map(Explorer::quoted)
            .toList(),
        columns.keySet().stream()
            .filter(c -> AUTHORS.contains(c.toLowerCase(Locale.ROOT)))
            .findFirst()
            .map(Explorer::quoted),
        place("pggit.trinity_ids", first.id(), "trinity_id", "id").map(Explorer::quoted),
        place("pggit.branches", first.branch(), "name", "branch_name").map(Explorer::quoted));
  }

  private String messageColumn() {
    return columns.containsKey("message") || !columns.containsKey("commit_message")
        ? "message"
        : "commit_message";
  }

  private Optional<String> parentKey(String parent, Optional<String> id) {
    var type = String.valueOf(columns.get(parent));
    if (id.isPresent() && type.equals(columns.get(id.get()))) {
      return id;
    }
    return List.of("id", "commit_id", "number", "hash").stream()
        .filter(c -> type.equals(columns.get(c)))
        .findFirst();
  }

  /** The branch's name in the row itself, or in pggit.branches by a key that the row has. */
  private Optional<String> branch(
      Made first, Map<String, String> row, Made other, Map<String, String> otherRow)
      throws SQLException {
    var direct = column(row, first.branch());
    if (direct.isPresent()) {
      return direct.map(c -> "c." + quoted(c));
    }
    var nameColumn = place("pggit.branches", first.branch(), "name", "branch_name");
    if (nameColumn.isEmpty()) {
      return Optional.empty();
    }
    var name = quoted(nameColumn.get());
    var one = rowOf("pggit.branches", name, first.branch());
    var two = rowOf("pggit.branches", name, other.branch());
    for (var key : one.keySet()) {
      for (var reference : row.keySet()) {
        boolean refers =
            reference.contains("branch")
                && one.get(key).equals(row.get(reference))
                && String.valueOf(two.get(key)).equals(otherRow.get(reference))
                && !row.get(reference).equals(otherRow.get(reference));
        if (refers) {
          return Optional.of(
              "SELECT b.%s FROM pggit.branches b WHERE b.%s = c.%s LIMIT 1"
                  .formatted(name, quoted(key), quoted(reference)));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> place(String relation, String value, String... names)
      throws SQLException {
    var there = columns(relation);
    for (var column : there.keySet()) {
      if (!value.isEmpty() && !rowOf(relation, quoted(column), value).isEmpty()) {
        return Optional.of(column);
      }
    }
    return List.of(names).stream().filter(there::containsKey).findFirst();
  }

  /** The column of a row that has this value; else the first of these names that there is. */
  private Optional<String> column(Map<String, String> row, String value, String... names) {
    for (var column : columns.keySet()) {
      if (!value.isEmpty() && value.equals(row.get(column))) {
        return Optional.of(column);
      }
    }
    return List.of(names).stream().filter(columns::containsKey).findFirst();
  }

  private Map<String, String> row(Made made) throws SQLException {
    return rowOf("pggit.commits", quoted(messageColumn()), made.message());
  }

  /** The first one whose column has this value, as text and without what is null. */
  private Map<String, String> rowOf(String relation, String column, String value)
      throws SQLException {
    var row = new LinkedHashMap<String, String>();
    for (var cell :
        session.rows(
            """
            SELECT e.key, e.value
            FROM (SELECT * FROM %s t WHERE t.%s::text = ? LIMIT 1) q
            CROSS JOIN LATERAL jsonb_each_text(to_jsonb(q)) e WHERE e.value IS NOT NULL"""
                .formatted(relation, column),
            value)) {
      row.put(cell[0] + "", cell[1] + "");
    }
    return row;
  }

  private Map<String, String> columns(String relation) throws SQLException {
    var types = new LinkedHashMap<String, String>();
    for (var row : session.rows(COLUMNS, relation)) {
      types.put(row[0] + "", row[1] + "");
    }
    return types;
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
