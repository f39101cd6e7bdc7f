package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this pgGit turned out to store, and where. All identifiers are quoted.
 *
 * @param tables its tables, with their schemas
 * @param id column of {@code pggit.commits} with the returned ID
 * @param idType its type
 * @param message column with the message
 * @param name column with the commit's name
 * @param branch expression for the branch's name, on {@code pggit.commits c}
 * @param parent column that refers to the parent
 * @param parentKey column that it refers to
 * @param times columns with points in time
 * @param author column with the author
 * @param registry column of {@code pggit.trinity_ids} with the ID
 * @param branches column of {@code pggit.branches} with the name
 */
record Anatomy(
    List<String> tables,
    Optional<String> id,
    String idType,
    String message,
    Optional<String> name,
    Optional<String> branch,
    Optional<String> parent,
    Optional<String> parentKey,
    List<String> times,
    Optional<String> author,
    Optional<String> registry,
    Optional<String> branches) {

  Anatomy {
    tables = List.copyOf(tables);
    times = List.copyOf(times);
  }

  /**
   * Without what says that a branch is there, for a pgGit whose branches the checks make
   * themselves.
   */
  Anatomy withoutBranches(Branching branching) {
    return new Anatomy(
        tables.stream().filter(table -> !branching.tables().contains(table)).toList(),
        id,
        idType,
        message,
        name,
        branch,
        parent,
        parentKey,
        times,
        author,
        registry,
        Optional.empty());
  }

  /** How many rows each of pgGit's tables has. */
  Map<String, Long> counts(Session session) throws SQLException {
    var parts = new ArrayList<String>();
    for (var table : tables) {
      parts.add("SELECT '" + table.replace("'", "''") + "', count(*) FROM " + table);
    }
    var counts = new LinkedHashMap<String, Long>();
    if (!parts.isEmpty()) {
      for (var row : session.rows(String.join(" UNION ALL ", parts))) {
        counts.put(row[0] + "", Long.parseLong(row[1] + ""));
      }
    }
    return counts;
  }

  /**
   * All commits as a query: id, branch, message, name, parent, the key that a parent is referred to
   * by, and author, as text. What this pgGit does not keep is NULL, and what it left empty is '',
   * but for the message.
   */
  String commitsSql() {
    return "SELECT %s AS id, %s AS branch, %s AS message, %s AS name, %s AS parent, %s AS key, %s AS author FROM pggit.commits c"
        .formatted(
            text(id.map("c."::concat)),
            text(branch),
            "c." + message + "::text",
            text(name.map("c."::concat)),
            text(parent.map("c."::concat)),
            text(parentKey.map("c."::concat)),
            text(author.map("c."::concat)));
  }

  /** The same for one commit, found by the first of these SQL expressions that can tell it. */
  String commitSql(String returnedId, String sentMessage) {
    return commitsSql() + whereSql(returnedId, sentMessage);
  }

  /** Its whole row as jsonb. */
  String rowSql(String returnedId, String sentMessage) {
    return "(SELECT to_jsonb(c) FROM pggit.commits c%s LIMIT 1)"
        .formatted(whereSql(returnedId, sentMessage));
  }

  private String whereSql(String returnedId, String sentMessage) {
    return " WHERE c."
        + id.map(c -> "%s = nullif(%s, '')::%s".formatted(c, returnedId, idType))
            .orElse(message + " = " + sentMessage);
  }

  private static String text(Optional<String> expression) {
    return expression.map("coalesce((%s)::text, '')"::formatted).orElse("NULL::text");
  }

  /** How often {@code pggit.branches} has a name, an SQL expression; NULL without such a table. */
  String branchRowsSql(String branchName) {
    return branches
        .map(
            c ->
                "(SELECT count(*) FROM pggit.branches b WHERE b.%s::text = %s)"
                    .formatted(c, branchName))
        .orElse("NULL::bigint");
  }

  /**
   * How often {@code pggit.trinity_ids} has an ID, an SQL expression; NULL without such a table.
   */
  String registeredSql(String returnedId) {
    return registry
        .map(
            c ->
                "(SELECT count(*) FROM pggit.trinity_ids t WHERE t.%s::text = %s)"
                    .formatted(c, returnedId))
        .orElse("NULL::bigint");
  }
}
