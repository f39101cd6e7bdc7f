package pggit.load.check;

import static java.util.Comparator.comparingInt;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pggit.load.pggit.Contract;

/**
 * What this pgGit stores, and where, as the catalog and the names of its columns and arguments
 * tell. All identifiers are quoted where they have to be.
 *
 * @param tables its tables, with their schemas
 * @param words what the words of {@code lab.sql} rest on, by their signatures
 * @param offers what a property may be about that not every pgGit has, {@code -- needs:} in its
 *     script, and whether this one has it
 */
record Anatomy(List<String> tables, Map<String, String> words, Map<String, Boolean> offers) {

  Anatomy {
    tables = List.copyOf(tables);
    words = Map.copyOf(words);
    offers = Map.copyOf(offers);
  }

  /**
   * @param branching how the checks make branches, if they do: then a row for a branch says nothing
   */
  static Anatomy of(Session session, Contract contract, Optional<Branching> branching)
      throws SQLException {
    var tables =
        session.texts(Macros.question("tables()")).stream()
            .filter(t -> branching.filter(b -> b.tables().contains(t)).isEmpty())
            .toList();
    var types = contract.columns("commits");
    var commits = types.keySet();
    var id = contract.idColumn();
    var parent = commits.stream().filter(c -> c.contains("parent")).findFirst();
    var key =
        parent.flatMap(
            p ->
                Stream.concat(
                        id.stream(), Stream.of("id", "commit_id", "number", "hash", "trinity_id"))
                    .filter(c -> Objects.equals(types.get(c), types.get(p)))
                    .max(comparingInt(c -> p.endsWith(c) ? c.length() : 0)));
    var parentOfKey = key.flatMap(k -> parent);
    var author = named(commits, "author", "committer", "created_by");
    var name = contract.argument("commit_name").flatMap(a -> named(commits, "commit_name", "name"));
    var ids = contract.texts("trinity_ids");
    var registry = named(ids, "trinity_id", "trinity", "id").or(() -> ids.stream().findFirst());
    var branches =
        named(contract.texts("branches"), "name", "branch_name").filter(c -> branching.isEmpty());

    var words = commits(contract);
    boolean trinity = contract.name().equals("trinity");
    var offers =
        Map.of(
            "names", trinity,
            "registry", registry.isPresent(),
            "parents", parentOfKey.isPresent(),
            "times", types.values().stream().anyMatch(type -> type.startsWith("timestamp")),
            "authors", author.isPresent(),
            "own_ids", words.containsKey("commit_with_id(id, branch, message)"),
            "optional_message", words.containsKey("commit_without_message(branch)"),
            "content", words.containsKey("commit_with_content(content, branch, message)"),
            "given_parents", words.containsKey("commit_with_parents(parents, branch, message)"),
            "versions",
                contract.versionSql().isPresent()
                    && (trinity || session.number("SELECT count(*) FROM pg_event_trigger") > 0));
    words.put("contract()", "'" + contract.name() + "'");
    words.put(
        "version_row(schema, table)",
        contract
            .versionCall("{schema}", "{table}")
            .map("(SELECT row_to_json(r) FROM (SELECT * FROM %s LIMIT 1) AS r)"::formatted)
            .orElse("NULL::json"));
    words.put(
        "commit_row()",
        "%s AS id, %s AS branch, c.message::text AS message, %s AS name, %s AS parent, %s AS key, %s AS author"
            .formatted(
                text(id),
                orNull(contract.branchOf(), "coalesce((%s)::text, '')", "text"),
                text(name),
                text(parentOfKey),
                text(key),
                text(author)));
    words.put(
        "is_commit(id, message)",
        id.map(c -> "c.%s = nullif({id}, '')::%s".formatted(c, types.get(c)))
            .orElse("c.message = {message}"));
    words.put("branch_rows(name)", rowsWith("branches", branches));
    words.put("registered(name)", rowsWith("trinity_ids", registry));
    words.put(
        "id_columns()",
        "(SELECT NULL::regclass AS relation, NULL::name AS attname WHERE false%s%s)"
            .formatted(column("commits", id), column("trinity_ids", registry)));
    words.put(
        "counts()",
        tables.stream()
            .map(t -> "SELECT '%s', count(*) FROM %s".formatted(t.replace("'", "''"), t))
            .collect(
                Collectors.joining(
                    " UNION ALL ",
                    "(SELECT coalesce(jsonb_object_agg(t, n), '{}') FROM (",
                    ") AS c (t, n))")));
    return new Anatomy(tables, words, offers);
  }

  /** The ways to commit that this contract has, some with one argument more or less. */
  private static Map<String, String> commits(Contract contract) {
    var message = contract.argument("message", "commit_message");
    var content = contract.argument("sql_content", "commit_sql");
    Map<String, String> each = new LinkedHashMap<>();
    contract.argument("commit_name").ifPresent(a -> each.put(a, "'" + Session.NAME + "'"));
    contract.argument("branch_name", "branch").ifPresent(a -> each.put(a, "{branch}"));
    message.ifPresent(a -> each.put(a, "{message}"));
    content.ifPresent(a -> each.put(a, "''"));

    Map<String, String> words = new LinkedHashMap<>();
    words.put(
        "commit(name, branch, message)",
        id(contract.commitCall("{name}", "{branch}", "{message}")));
    var further =
        Map.of(
            "id", contract.argument("custom_trinity_id", "custom_id", "trinity_id"),
            "content", content,
            "parents", contract.argument("parent_ids", "parent_commit_ids"));
    further.forEach(
        (what, argument) ->
            argument.ifPresent(
                a -> {
                  var all = new LinkedHashMap<>(each);
                  all.put(a, what.equals("parents") ? "({parents})::uuid[]" : "{" + what + "}");
                  words.put(
                      "commit_with_%1$s(%1$s, branch, message)".formatted(what),
                      id(contract.commitCall(all)));
                }));
    message
        .filter(contract::isOptional)
        .ifPresent(
            a -> {
              each.remove(a);
              words.put("commit_without_message(branch)", id(contract.commitCall(each)));
            });
    return words;
  }

  private static Optional<String> named(Collection<String> columns, String... names) {
    return Stream.of(names).filter(columns::contains).findFirst();
  }

  private static String id(String call) {
    return "coalesce((" + call + ")::text, '')";
  }

  private static String text(Optional<String> column) {
    return orNull(column, "coalesce(c.%s::text, '')", "text");
  }

  /** How often a column has a value. */
  private static String rowsWith(String relation, Optional<String> column) {
    return orNull(
        column,
        "(SELECT count(*) FROM pggit." + relation + " r WHERE r.%s::text = {name})",
        "bigint");
  }

  private static String column(String relation, Optional<String> column) {
    return column.map(c -> " UNION ALL SELECT 'pggit.%s', '%s'".formatted(relation, c)).orElse("");
  }

  private static String orNull(Optional<String> what, String sql, String type) {
    return what.map(sql::formatted).orElse("NULL::" + type);
  }
}
