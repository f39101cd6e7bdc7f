package pggit.load.pggit;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What pgGit lets one read back, as SQL on relation {@code pggit.commits c}. Everything but the
 * message is optional: a check is made on any pgGit that offers the column it needs.
 *
 * @param id the column that holds the returned ID
 * @param idType its type
 * @param message the column that holds the message
 * @param branch where the branch's name is found
 * @param parent the commit's parent
 * @param trinityIds the column of {@code pggit.trinity_ids} that holds IDs
 * @param branchNames the column of {@code pggit.branches} that holds names
 */
record History(
    Optional<String> id,
    Optional<String> idType,
    String message,
    Optional<Branch> branch,
    Optional<Parent> parent,
    Optional<String> trinityIds,
    Optional<String> branchNames) {

  /**
   * @param expression the branch's name
   * @param join what has to follow {@code FROM pggit.commits c}, may be empty
   */
  record Branch(String expression, String join) {}

  /**
   * @param column refers to the parent, NULL for a first commit
   * @param key the column it refers to
   */
  record Parent(String column, String key) {}

  /** Goes behind {@link #registerSql}: only those that belong to no commit. */
  static final String UNUSED = " AND c.id IS NULL AND t.n IS NOT NULL";

  private static final List<String> MESSAGES = List.of("message", "commit_message");
  private static final List<String> PARENTS =
      List.of(
          "parent_trinity_id",
          "parent_hash",
          "parent_commit_hash",
          "parent_commit_id",
          "parent_id",
          "parent");

  /** As the catalog names them; {@code bpchar} is char(n). */
  private static final Set<String> ID_TYPES = Set.of("text", "uuid", "character varying", "bpchar");

  /** What there is to read for a shape; empty without a message, or without the ID it promises. */
  static Optional<History> find(Catalog catalog, CallShape shape) {
    Optional<String> message = first(catalog, "commits", MESSAGES);
    Optional<String> id =
        shape.idColumns().stream()
            .filter(c -> catalog.type("commits", c).filter(ID_TYPES::contains).isPresent())
            .findFirst();
    if (message.isEmpty() || (id.isEmpty() && !shape.idColumns().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new History(
            id,
            id.flatMap(c -> catalog.type("commits", c)),
            message.get(),
            branch(catalog),
            parent(catalog, id),
            id.isEmpty() ? Optional.empty() : trinityIds(catalog),
            first(catalog, "branches", List.of("name", "branch_name"))));
  }

  /** Parameter: the ID, or a text that only the wanted message contains. */
  String messageSql() {
    String condition =
        id.isPresent()
            ? quoted(id.get()) + " = ?::" + idType.orElse("text")
            : "strpos(" + quoted(message) + ", ?) > 0";
    return "SELECT " + quoted(message) + " FROM pggit.commits WHERE " + condition;
  }

  /** Columns: ID as text (or NULL), message, branch (or NULL). The message's length is in bytes. */
  String commitsSql(int longerThan, int upTo) {
    return """
        SELECT %1$s, c.%2$s::text, %3$s FROM pggit.commits c %4$s
         WHERE coalesce(octet_length(c.%2$s::text), 0) > %5$d
           AND coalesce(octet_length(c.%2$s::text), 0) <= %6$d
        """
        .formatted(
            id.map(c -> "c." + quoted(c) + "::text").orElse("NULL::text"),
            quoted(message),
            branch.map(Branch::expression).orElse("NULL::text"),
            branch.map(Branch::join).orElse(""),
            longerThan,
            upTo);
  }

  /** Commits whose parent is not stored. */
  Optional<String> orphanedParentsSql() {
    return parent.map(
        p ->
            "SELECT FROM pggit.commits c WHERE c.%1$s IS NOT NULL AND NOT EXISTS (SELECT FROM pggit.commits p WHERE p.%2$s = c.%1$s)"
                .formatted(quoted(p.column()), quoted(p.key())));
  }

  /**
   * IDs that are registered and belong to no commit, that commits have and are not registered, and
   * that are registered more than once. Columns: the ID as registered, as stored, and how often it
   * is registered; NULL where there is none.
   */
  Optional<String> registerSql() {
    return trinityIds.map(
        t ->
            """
            SELECT t.id, c.id, t.n
              FROM (SELECT %s::text AS id, count(*) AS n FROM pggit.trinity_ids GROUP BY 1) t
              FULL JOIN (SELECT %s::text AS id FROM pggit.commits) c ON c.id = t.id
             WHERE (t.id IS NULL OR c.id IS NULL OR t.n > 1)"""
                .formatted(quoted(t), quoted(id.orElseThrow())));
  }

  /** Branch names that stand more than once. */
  Optional<String> repeatedBranchesSql() {
    return branchNames.map(
        n ->
            "SELECT b.%1$s::text FROM pggit.branches b GROUP BY 1 HAVING count(*) > 1"
                .formatted(quoted(n)));
  }

  /** Which of these names, a parameter, are not there. */
  Optional<String> missingBranchesSql() {
    return branchNames.map(
        n ->
            "SELECT m FROM unnest(?::text[]) m WHERE m NOT IN (SELECT %s::text FROM pggit.branches WHERE %1$s IS NOT NULL)"
                .formatted(quoted(n)));
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static Optional<Branch> branch(Catalog catalog) {
    for (String column : List.of("branch_name", "branch")) {
      if (catalog.type("commits", column).filter(ID_TYPES::contains).isPresent()) {
        return Optional.of(new Branch("c." + quoted(column) + "::text", ""));
      }
    }
    Optional<String> reference = first(catalog, "commits", List.of("branch_id", "branch"));
    Optional<String> key = first(catalog, "branches", List.of("id", "branch_id"));
    Optional<String> name = first(catalog, "branches", List.of("name", "branch_name"));
    if (reference.isEmpty() || key.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    // DISTINCT ON: a branch stored twice must not make its commits look stored twice.
    String join =
        " LEFT JOIN (SELECT DISTINCT ON (%1$s) %1$s AS key, %2$s::text AS name FROM pggit.branches ORDER BY %1$s) b ON b.key = c.%3$s"
            .formatted(quoted(key.get()), quoted(name.get()), quoted(reference.get()));
    return Optional.of(new Branch("b.name", join));
  }

  private static Optional<Parent> parent(Catalog catalog, Optional<String> id) {
    Optional<String> column = first(catalog, "commits", PARENTS);
    if (column.isEmpty() || catalog.views().contains("commits")) {
      return Optional
          .empty(); // a view derives the parent: it cannot be missing, and asking is dear
    }
    List<String> keys =
        switch (column.get()) {
          case "parent_trinity_id" -> List.of("trinity_id");
          case "parent_hash", "parent_commit_hash" -> List.of("hash", "commit_hash");
          case "parent_commit_id" -> List.of("commit_id", "id");
          case "parent_id" -> List.of("id", "commit_id");
          default -> List.of(id.orElse("id"), "id");
        };
    Optional<String> type = catalog.type("commits", column.get());
    return keys.stream()
        .filter(key -> type.isPresent() && catalog.type("commits", key).equals(type))
        .findFirst()
        .map(key -> new Parent(column.get(), key));
  }

  private static Optional<String> trinityIds(Catalog catalog) {
    return List.of("trinity_id", "id").stream()
        .filter(c -> catalog.type("trinity_ids", c).filter(ID_TYPES::contains).isPresent())
        .findFirst();
  }

  private static Optional<String> first(Catalog catalog, String relation, List<String> columns) {
    return columns.stream().filter(c -> catalog.type(relation, c).isPresent()).findFirst();
  }
}
