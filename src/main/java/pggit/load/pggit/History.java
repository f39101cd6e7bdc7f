package pggit.load.pggit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What pgGit lets one read back, as SQL on relation {@code pggit.commits c}. Everything but the
 * message is optional: a check is made on any pgGit that offers the column it needs.
 *
 * @param id the column that holds the returned ID
 * @param branch where the branch's name is found
 * @param parent the commit's parent
 * @param trinityIds the column of {@code pggit.trinity_ids} that holds IDs
 * @param branchNames the column of {@code pggit.branches} that holds names
 */
record History(
    Optional<String> id,
    Optional<Branch> branch,
    Optional<Parent> parent,
    Optional<String> trinityIds,
    Optional<String> branchNames) {

  /**
   * @param expression the branch's name
   * @param join what has to follow {@code FROM pggit.commits c}, may be empty
   */
  record Branch(String expression, String join) {

    /** The same by itself, for each row a look-up of its own. */
    String alone() {
      return join.isEmpty()
          ? expression
          : "(SELECT %s FROM (SELECT) one %s)".formatted(expression, join);
    }
  }

  /**
   * @param column refers to the parent, NULL for a first commit
   * @param key the column it refers to
   */
  record Parent(String column, String key) {}

  /** Goes behind {@link #registerSql}: only those that belong to no commit. */
  static final String UNUSED = " AND c.id IS NULL AND t.n IS NOT NULL";

  private static final String MESSAGE = "message";

  /** As the catalog names them; {@code bpchar} is char(n). */
  private static final Set<String> TEXT_TYPES =
      Set.of("text", "uuid", "character varying", "bpchar", "name");

  /** What there is to read for a shape; empty without a message, or without the ID it promises. */
  static Optional<History> find(Catalog catalog, CallShape shape) {
    Optional<String> id =
        shape.idColumns().stream().filter(c -> isText(catalog, "commits", c)).findFirst();
    if (catalog.type("commits", MESSAGE).isEmpty()
        || (id.isEmpty() && !shape.idColumns().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new History(
            id,
            branch(catalog),
            parent(catalog),
            Optional.of("trinity_id")
                .filter(c -> id.isPresent() && isText(catalog, "trinity_ids", c)),
            Optional.of("name").filter(c -> catalog.type("branches", c).isPresent())));
  }

  /** Columns: ID as text (or NULL), message, branch (or NULL). The message's length is in bytes. */
  String commitsSql(int longerThan, int upTo) {
    return """
        SELECT %s, c.message::text, %s FROM pggit.commits c %s
         WHERE coalesce(octet_length(c.message::text), 0) > %d
           AND coalesce(octet_length(c.message::text), 0) <= %d
        """
        .formatted(
            id.map(c -> "c." + c + "::text").orElse("NULL::text"),
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
                .formatted(p.column(), p.key()));
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
                .formatted(t, id.orElseThrow()));
  }

  /** Branch names that stand more than once. */
  Optional<String> repeatedBranchesSql() {
    return branchNames.map(
        n ->
            "SELECT b.%1$s::text FROM pggit.branches b GROUP BY 1 HAVING count(*) > 1"
                .formatted(n));
  }

  /** Which of these names, a parameter, are not there. */
  Optional<String> missingBranchesSql() {
    return branchNames.map(
        n ->
            "SELECT m FROM unnest(?::text[]) m WHERE m NOT IN (SELECT %s::text FROM pggit.branches WHERE %1$s IS NOT NULL)"
                .formatted(n));
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static Optional<Branch> branch(Catalog catalog) {
    for (String column : List.of("branch_name", "branch", "ref_name")) {
      if (isText(catalog, "commits", column)) {
        return Optional.of(new Branch("c." + column + "::text", ""));
      }
    }
    var name =
        Stream.of("name", "branch_name").filter(c -> isText(catalog, "branches", c)).findFirst();
    var key = Stream.of("id", "branch_id").filter(c -> refersTo(catalog, c)).findFirst();
    // DISTINCT ON: a branch stored twice must not make its commits look stored twice.
    return name.flatMap(
        n ->
            key.map(
                k ->
                    new Branch(
                        "b.name",
                        "LEFT JOIN (SELECT DISTINCT ON (%1$s) %1$s AS id, %2$s::text AS name FROM pggit.branches ORDER BY %1$s) b ON b.id = c.branch_id"
                            .formatted(k, n))));
  }

  /**
   * Whether a commit's branch_id may be this column of the branches; integers are of many sizes.
   */
  private static boolean refersTo(Catalog catalog, String key) {
    var reference =
        catalog
            .type("commits", "branch_id")
            .map(t -> t.replaceFirst("^(small|big)int$", "integer"));
    var referred =
        catalog.type("branches", key).map(t -> t.replaceFirst("^(small|big)int$", "integer"));
    return reference.isPresent() && reference.equals(referred);
  }

  /** None of a view, which derives the parent: it cannot be missing, and asking is dear. */
  private static Optional<Parent> parent(Catalog catalog) {
    return Stream.of(
            new Parent("parent_trinity_id", "trinity_id"), new Parent("parent_commit_hash", "hash"))
        .filter(p -> !catalog.commitsIsView() && catalog.type("commits", p.column()).isPresent())
        .filter(p -> catalog.type("commits", p.key()).equals(catalog.type("commits", p.column())))
        .findFirst();
  }

  static boolean isText(Catalog catalog, String relation, String column) {
    return catalog.type(relation, column).filter(TEXT_TYPES::contains).isPresent();
  }
}
