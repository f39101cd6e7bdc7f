package pggit.load.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pggit.load.pggit.Contract;

/**
 * What the scripts of the checks say instead of a contract's own functions, so that one script goes
 * for all: {@code lab.commit(branch, message)}, with an optional name before them, {@code
 * lab.commit_with_id(id, branch, message)}, {@code lab.commit_with_content(sql, branch, message)},
 * {@code lab.commit_with_parents(ids, branch, message)}, whose IDs are a text[], and {@code
 * lab.commit_without_message(branch)}, {@code lab.settings()} and {@code lab.left()} (of the
 * session), {@code lab.counts()}, how many rows each table of pgGit has, as jsonb. {@code
 * lab.version(schema, table)} is a table's version as text, 'none' if there is none, {@code
 * lab.version_left} the same, but none too if the answer says that the table is gone, {@code
 * lab.version_row} the whole answer as json; {@code lab.after(version, other)} is whether it comes
 * after the other one, and {@code lab.numbers(version)} what it has of numbers. {@code
 * lab.commits()} are all commits with id, branch, message, name, parent, the key that parents refer
 * to, and author, and {@code lab.stored(id, message)} is one, {@code lab.row(id, message)} all
 * there is of it as jsonb; {@code lab.branch_rows(branch)} is how often that is recorded, {@code
 * lab.registered(id)} how often an ID is, and {@code lab.id_columns()} where IDs stand: relation
 * and attname; {@code lab.relations()} are pgGit's tables and views, {@code lab.rows()} are their
 * rows as jsonb, each with its relation, {@code lab.extension()} is pgGit's row of pg_extension, if
 * it has one, {@code lab.changes(counts)} how tables differ from then, in words, {@code
 * lab.refusal(sqlstate, message)} whether an error says that the input was wrong, {@code
 * lab.contract()} the contract's name. Arguments are SQL expressions. What comes out is plain SQL
 * that anybody can run.
 */
final class Macros {

  private static final Pattern CALL = Pattern.compile("\\blab\\.(\\w+)\\(");

  /** All settings of the session that one statement does not change, as jsonb. */
  private static final String SETTINGS =
      """
      (SELECT jsonb_object_agg(name, setting)
         FROM (SELECT name, setting FROM pg_catalog.pg_settings WHERE name !~ '^transaction_'
               UNION ALL SELECT 'current_user', current_user
               UNION ALL SELECT 'session_user', session_user
               UNION ALL SELECT 'role', current_setting('role')) AS s)""";

  /** What the session has besides its settings, as an array of text; NULL for nothing. */
  private static final String LEFT =
      """
      (SELECT array_agg(thing)
         FROM (SELECT 'temporary ' || CASE c.relkind WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence'
                        WHEN 'v' THEN 'view' ELSE 'relation' END || ' ' || c.relname
                 FROM pg_catalog.pg_class c
                WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind IN ('r', 'S', 'v', 'm', 'p')
               UNION ALL SELECT 'prepared statement ' || name FROM pg_catalog.pg_prepared_statements WHERE from_sql
               UNION ALL SELECT 'open cursor ' || name FROM pg_catalog.pg_cursors WHERE name <> ''
               UNION ALL SELECT 'LISTEN ' || c FROM pg_catalog.pg_listening_channels() c) AS t (thing))""";

  /** The version in an answer of any shape, as text. */
  private static final String VERSION =
      """
      (SELECT coalesce(min(v.version), 'none')
         FROM (SELECT (SELECT value
                         FROM (SELECT key, value, n FROM json_each_text(a.answer) WITH ORDINALITY AS c (key, value, n)
                               UNION ALL SELECT 'numbers', (a.answer ->> 'major') || '.' || (a.answer ->> 'minor')
                                                           || '.' || (a.answer ->> 'patch'), 0
                                WHERE a.answer -> 'major' IS NOT NULL AND a.answer -> 'minor' IS NOT NULL
                                  AND a.answer -> 'patch' IS NOT NULL) AS c
                        ORDER BY array_position(ARRAY['full_version', 'version_string', 'version', 'numbers'],
                                                lower(key)), n
                        LIMIT 1)
                 FROM (SELECT #answer#) AS a (answer)
                WHERE #condition#) AS v (version)
        WHERE v.version ~ '[^[:space:]]' AND v.version !~ 'null')""";

  /** The answer does not say that the table is gone. */
  private static final String NOT_ENDED =
      """
      NOT EXISTS (SELECT FROM json_each_text(a.answer) AS c (key, value)
                   WHERE c.value ~* 'drop|delet|remov' OR (c.key ~* 'drop|delet|remov' AND c.value NOT IN ('f', 'false')))""";

  /** nspname, relname, relkind, and the columns as CREATE TABLE takes them. */
  private static final String RELATIONS =
      """
      (SELECT n.nspname, c.relname, c.relkind,
              (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                 FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
          AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%'))""";

  /** The extension that pgGit is: no row if it is none. */
  static final String EXTENSION =
      """
      (SELECT e.* FROM pg_catalog.pg_extension e WHERE EXISTS (
         SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.objid
         JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
         WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass
           AND d.refobjid = e.oid AND d.deptype = 'e' AND n.nspname = 'pggit'))""";

  private static final String NO_COMMITS =
      "SELECT NULL::text AS id, NULL::text AS branch, NULL::text AS message, NULL::text AS name, NULL::text AS parent, NULL::text AS key, NULL::text AS author WHERE false";

  private static final String NO_COLUMNS =
      "SELECT NULL::regclass AS relation, NULL::name AS attname WHERE false";

  /** What became of the tables, in words; NULL if they are as they were. */
  private static final String CHANGES =
      """
      (SELECT string_agg(format('%%s has %%s %%s %%s', replace(name, '"', ''), abs(more), CASE abs(more) WHEN 1 THEN 'row' ELSE 'rows' END,
                                CASE WHEN more > 0 THEN 'more' ELSE 'less' END), ', ' ORDER BY name)
         FROM (SELECT key, value::bigint - coalesce((%1$s::jsonb ->> key)::bigint, 0)
                 FROM jsonb_each_text(%2$s)) AS r (name, more)
        WHERE more <> 0)""";

  /** Whether the code says that the input was wrong; without room for it the code is a check's. */
  private static final String REFUSAL =
      "(%s ~ '^(22|23|P0001)' AND %s !~ '^no partition of relation')";

  /** An argument that format() is to fill in: such a call is that of a statement still to come. */
  private static final Pattern TO_COME = Pattern.compile("%(?:[0-9]+\\$)?L");

  /** What format's %L and psql's :'name' make of a text. */
  private static final Pattern LITERAL = Pattern.compile(" ?(E?)'((?:[^']|'')*)'");

  /** What a commit returns where there is no pgGit. */
  private static final String SOME_ID = "md5(random()::text)";

  private final Optional<Contract> contract;
  private final Optional<Anatomy> anatomy;
  private final Consumer<String> branches;
  private final Supplier<String> rows;

  private Macros(
      Optional<Contract> contract,
      Optional<Anatomy> anatomy,
      Consumer<String> branches,
      Supplier<String> rows) {
    this.contract = contract;
    this.anatomy = anatomy;
    this.branches = branches;
    this.rows = rows;
  }

  /** In the lab a branch is prepared before the statement that commits on it. */
  static Macros of(Lab lab) {
    return new Macros(
        Optional.of(lab.contract()),
        Optional.of(lab.anatomy()),
        lab::prepare,
        () -> Rows.query(lab));
  }

  /** For a database without pgGit, in which every commit succeeds and stores nothing. */
  static Macros withoutPgGit() {
    return new Macros(Optional.empty(), Optional.empty(), branch -> {}, () -> Rows.NONE);
  }

  /** PgGit's tables. */
  List<String> tables() {
    return anatomy.map(Anatomy::tables).orElse(List.of());
  }

  /** The statement in this contract's own words. */
  String expand(String text) {
    var out = new StringBuilder();
    int from = 0;
    var call = CALL.matcher(text);
    while (call.find(from)) {
      int end = ArgumentList.end(text, call.end());
      var arguments = ArgumentList.of(text.substring(call.end(), end - 1));
      boolean later = arguments.stream().anyMatch(a -> TO_COME.matcher(a).matches());
      out.append(text, from, call.start())
          .append(
              later
                  ? text.substring(call.start(), end)
                  : one(call.group(1), arguments.stream().map(this::expand).toList()));
      from = end;
    }
    return out.append(text.substring(from)).toString();
  }

  private String one(String name, List<String> arguments) {
    return switch (name) {
      case "commit" -> commit(arguments);
      case "commits" -> commits(Anatomy::commitsSql);
      case "stored" -> commits(a -> a.commitSql(arguments.get(0), arguments.get(1)));
      case "row" ->
          anatomy.map(a -> a.rowSql(arguments.get(0), arguments.get(1))).orElse("NULL::jsonb");
      case "branch_rows" ->
          anatomy.map(a -> a.branchRowsSql(arguments.get(0))).orElse("NULL::bigint");
      case "registered" ->
          anatomy.map(a -> a.registeredSql(arguments.get(0))).orElse("NULL::bigint");
      case "id_columns" -> "(" + NO_COLUMNS + anatomy.map(Macros::idColumns).orElse("") + ")";
      case "changes" -> CHANGES.formatted(arguments.get(0), one("counts", List.of()));
      case "refusal" -> REFUSAL.formatted(arguments.get(0), arguments.get(1));
      case "relations" -> RELATIONS;
      case "extension" -> EXTENSION;
      case "contract" -> contract.map(c -> "'" + c.name() + "'").orElse("'none'");
      case "rows" -> "(" + rows.get() + ")";
      case "commit_with_id" -> commitWith(ByName::ownIdOf, arguments, arguments.get(0));
      case "commit_with_content" -> commitWith(ByName::contentOf, arguments, SOME_ID);
      case "commit_with_parents" -> {
        var ids = "(%s)::uuid[]".formatted(arguments.get(0));
        yield commitWith(
            ByName::parentsOf, List.of(ids, arguments.get(1), arguments.get(2)), SOME_ID);
      }
      case "commit_without_message" ->
          called(arguments.get(0), c -> ByName.callWithoutMessage(c, arguments.get(0)), SOME_ID);
      case "settings" -> SETTINGS;
      case "left" -> LEFT;
      case "counts" -> anatomy.map(Macros::counts).orElse("'{}'::jsonb");
      case "version" -> version(arguments, "true");
      case "version_left" -> version(arguments, NOT_ENDED);
      case "version_row" -> answer(arguments);
      case "numbers" -> numbers(arguments.get(0));
      case "after" -> after(arguments.get(0), arguments.get(1));
      default -> throw new IllegalArgumentException("no lab." + name);
    };
  }

  private String commit(List<String> arguments) {
    int last = arguments.size() - 1;
    var branch = arguments.get(last - 1);
    var name = last == 2 ? arguments.get(0) : "$lab$" + Session.NAME + "$lab$";
    return called(branch, c -> c.commitCall(name, branch, arguments.get(last)), SOME_ID);
  }

  /**
   * With a further argument, the first one given.
   *
   * @param name how it is declared
   * @param without what such a commit returns where there is no pgGit
   */
  private String commitWith(
      Function<Contract, Optional<String>> name, List<String> arguments, String without) {
    var branch = arguments.get(1);
    return called(
        branch,
        c ->
            ByName.call(c, branch, arguments.get(2), name.apply(c).orElseThrow(), arguments.get(0)),
        without);
  }

  private String called(String branch, Function<Contract, String> call, String without) {
    literal(branch).filter(b -> !b.isBlank()).ifPresent(branches);
    return "coalesce((%s)::text, '')".formatted(contract.map(call).orElse(without));
  }

  private static String counts(Anatomy anatomy) {
    return anatomy.tables().stream()
        .map(table -> "SELECT '%s', count(*) FROM %s".formatted(table.replace("'", "''"), table))
        .collect(
            Collectors.joining(
                " UNION ALL ",
                "(SELECT coalesce(jsonb_object_agg(t, n), '{}') FROM (",
                ") AS c (t, n))"));
  }

  private static String idColumns(Anatomy anatomy) {
    return anatomy.id().map(column -> idColumn("commits", column)).orElse("")
        + anatomy.registry().map(column -> idColumn("trinity_ids", column)).orElse("");
  }

  private static String idColumn(String table, String quoted) {
    return " UNION ALL SELECT 'pggit.%s', '%s'"
        .formatted(table, quoted.substring(1, quoted.length() - 1).replace("'", "''"));
  }

  private String commits(Function<Anatomy, String> query) {
    return "(" + anatomy.map(query).orElse(NO_COMMITS) + ")";
  }

  private static Optional<String> literal(String expression) {
    return Optional.of(LITERAL.matcher(expression))
        .filter(Matcher::matches)
        .map(
            m -> {
              var text = m.group(2).replace("''", "'");
              return m.group(1).isEmpty() ? text : text.replaceAll("\\\\(.)", "$1");
            });
  }

  private String version(List<String> arguments, String condition) {
    return contract.isEmpty()
        ? "'none'::text"
        : VERSION.replace("#answer#", answer(arguments)).replace("#condition#", condition);
  }

  /** The row that the contract's function gives. */
  private String answer(List<String> arguments) {
    return contract
        .flatMap(c -> c.versionCall(arguments.get(0), arguments.get(1)))
        .map(call -> "(SELECT row_to_json(r) FROM (SELECT * FROM " + call + " LIMIT 1) AS r)")
        .orElse("NULL::json");
  }

  private static String numbers(String version) {
    return "ARRAY(SELECT m[1]::numeric FROM regexp_matches(%s, '[0-9]+', 'g') AS m)"
        .formatted(version);
  }

  /** By inequality where there are no numbers. */
  private static String after(String version, String other) {
    return "(CASE WHEN %1$s = 'none' THEN false WHEN %1$s ~ '[0-9]' AND %2$s ~ '[0-9]' THEN %3$s > %4$s ELSE %1$s <> %2$s END)"
        .formatted(version, other, numbers(version), numbers(other));
  }
}
