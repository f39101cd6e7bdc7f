package pggit.load.check;

import static java.util.Comparator.comparingInt;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.pggit.Contract;

/**
 * What this pgGit stores, and where, as the catalog and the names of its columns tell. All
 * identifiers are quoted where they have to be.
 *
 * @param tables its tables, with their schemas
 * @param id column of {@code pggit.commits} with the returned ID
 * @param name column with the commit's name
 * @param branch expression for the branch's name, on {@code pggit.commits c}
 * @param parent column that refers to the parent
 * @param author column with the author
 * @param times whether there are columns with points in time
 * @param registry column of {@code pggit.trinity_ids} with the ID
 * @param branches column of {@code pggit.branches} with the name
 */
record Anatomy(
    List<String> tables,
    Optional<Column> id,
    Optional<Column> name,
    Optional<String> branch,
    Optional<Parent> parent,
    Optional<Column> author,
    boolean times,
    Optional<Column> registry,
    Optional<Column> branches) {

  record Column(String name, String type) {

    /** Whether an ID or a branch's name may stand there. */
    private boolean isText() {
      return Set.of("text", "uuid", "character varying", "bpchar", "name").contains(type);
    }
  }

  /**
   * @param key what it refers to
   */
  record Parent(Column column, Column key) {}

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
      SELECT quote_ident(a.attname), pg_catalog.format_type(a.atttypid, -1)
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum""";

  /**
   * @param branching how the checks make branches, if they do: then a row for a branch says nothing
   */
  static Anatomy of(Session session, Contract contract, Optional<Branching> branching)
      throws SQLException {
    var commits = columns(session, "pggit.commits");
    var branches = named(texts(session, "pggit.branches"), "name", "branch_name");
    var id = contract.idColumn().flatMap(c -> named(commits, c));
    var registry = texts(session, "pggit.trinity_ids");
    var parent = commits.stream().filter(c -> c.name().contains("parent")).findFirst();
    var key =
        Stream.concat(
                id.stream(),
                Stream.of("id", "commit_id", "number", "hash", "trinity_id")
                    .flatMap(n -> named(commits, n).stream()))
            .filter(c -> parent.filter(p -> p.type().equals(c.type())).isPresent())
            .max(comparingInt(c -> parent.get().name().endsWith(c.name()) ? c.name().length() : 0));
    return new Anatomy(
        session.column(TABLES).stream()
            .map(String::valueOf)
            .filter(t -> branching.filter(b -> b.tables().contains(t)).isEmpty())
            .toList(),
        id,
        contract.argument("commit_name").flatMap(a -> named(commits, "commit_name", "name")),
        contract.branchOf(),
        parent.flatMap(p -> key.map(k -> new Parent(p, k))),
        named(commits, "author", "committer", "created_by"),
        commits.stream().anyMatch(c -> c.type().startsWith("timestamp")),
        named(registry, "trinity_id", "trinity", "id").or(() -> registry.stream().findFirst()),
        branches.filter(column -> branching.isEmpty()));
  }

  private static List<Column> columns(Session session, String relation) throws SQLException {
    return session.rows(COLUMNS, relation).stream()
        .map(row -> new Column(String.valueOf(row[0]), String.valueOf(row[1])))
        .toList();
  }

  private static List<Column> texts(Session session, String relation) throws SQLException {
    return columns(session, relation).stream().filter(Column::isText).toList();
  }

  private static Optional<Column> named(List<Column> columns, String... names) {
    return Stream.of(names)
        .flatMap(name -> columns.stream().filter(c -> c.name().equals(name)))
        .findFirst();
  }

  private String countsSql() {
    return tables.stream()
        .map(t -> "SELECT %s, count(*) FROM %s".formatted(ByName.literal(t), t))
        .collect(
            Collectors.joining(
                " UNION ALL ",
                "(SELECT coalesce(jsonb_object_agg(t, n), '{}') FROM (",
                ") AS c (t, n))"));
  }

  /** What the words of {@code lab.sql} rest on, by their signatures. */
  Map<String, String> macros(Contract contract) {
    Map<String, String> macros = new LinkedHashMap<>();
    macros.put("contract()", ByName.literal(contract.name()));
    macros.put(
        "commit(name, branch, message)",
        id(contract.commitCall("{name}", "{branch}", "{message}")));
    macros.put(
        "commit_without_message(branch)", id(ByName.callWithoutMessage(contract, "{branch}")));
    macros.putAll(commitWith("id", ByName.ownIdOf(contract), "{id}", contract));
    macros.putAll(commitWith("content", ByName.contentOf(contract), "{content}", contract));
    macros.putAll(
        commitWith("parents", ByName.parentsOf(contract), "({parents})::uuid[]", contract));
    macros.put(
        "version_row(schema, table)",
        contract
            .versionCall("{schema}", "{table}")
            .map("(SELECT row_to_json(r) FROM (SELECT * FROM %s LIMIT 1) AS r)"::formatted)
            .orElse("NULL::json"));
    macros.put(
        "commit_row()",
        "%s AS id, %s AS branch, c.message::text AS message, %s AS name, %s AS parent, %s AS key, %s AS author"
            .formatted(
                text(id),
                orNull(branch, "coalesce((%s)::text, '')", "text"),
                text(name),
                text(parent.map(Parent::column)),
                text(parent.map(Parent::key)),
                text(author)));
    macros.put(
        "is_commit(id, message)",
        id.map(c -> "c.%s = nullif({id}, '')::%s".formatted(c.name(), c.type()))
            .orElse("c.message = {message}"));
    macros.put("branch_rows(name)", rowsWith("branches", branches));
    macros.put("registered(name)", rowsWith("trinity_ids", registry));
    macros.put(
        "id_columns()",
        "(SELECT NULL::regclass AS relation, NULL::name AS attname WHERE false%s%s)"
            .formatted(column("commits", id), column("trinity_ids", registry)));
    macros.put("counts()", countsSql());
    return macros;
  }

  /** A commit with one argument more, if this contract has it. */
  private static Map<String, String> commitWith(
      String what, Optional<String> argument, String expression, Contract contract) {
    var signature = "commit_with_%1$s(%1$s, branch, message)".formatted(what);
    return argument
        .map(a -> ByName.call(contract, "{branch}", "{message}", a, expression))
        .map(call -> Map.of(signature, id(call)))
        .orElse(Map.of());
  }

  private static String id(String call) {
    return "coalesce((" + call + ")::text, '')";
  }

  private static String text(Optional<Column> column) {
    return orNull(column.map(Column::name), "coalesce(c.%s::text, '')", "text");
  }

  /** How often a column has a value. */
  private static String rowsWith(String relation, Optional<Column> column) {
    return orNull(
        column.map(Column::name),
        "(SELECT count(*) FROM pggit." + relation + " r WHERE r.%s::text = {name})",
        "bigint");
  }

  private static String column(String relation, Optional<Column> column) {
    return column
        .map(c -> " UNION ALL SELECT 'pggit.%s', '%s'".formatted(relation, c.name()))
        .orElse("");
  }

  private static String orNull(Optional<String> what, String sql, String type) {
    return what.map(sql::formatted).orElse("NULL::" + type);
  }
}
