package pggit.load.pggit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL's catalog says about schema pggit.
 *
 * @param functions its functions, by name
 * @param columns type by column name by relation name, of those with commits, branches and IDs
 * @param commitsIsView whether {@code pggit.commits} is a view
 */
record Catalog(
    List<Function> functions, Map<String, Map<String, String>> columns, boolean commitsIsView) {

  /**
   * A function of schema pggit.
   *
   * @param name without its schema
   * @param inputs arguments that a caller passes, in their order
   * @param outputs names of the OUT arguments and TABLE columns
   * @param returnsOne whether it returns one value, not a row, several rows or nothing
   * @param signature {@code pggit.commit_changes(branch_name text) returns text}
   */
  record Function(
      String name,
      List<Argument> inputs,
      List<String> outputs,
      boolean returnsOne,
      String signature) {

    Function {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    /** Whether it is called so and can be called with the first argument alone, a text. */
    boolean takesOneText(String wanted) {
      return name.equals(wanted)
          && !inputs.isEmpty()
          && inputs.get(0).isText()
          && inputs.stream().skip(1).allMatch(Argument::optional);
    }
  }

  /**
   * @param name as declared, empty if it has none
   * @param type as {@code format_type} spells it
   * @param optional whether it has a default
   */
  record Argument(String name, String type, boolean optional) {

    /** The name without the {@code p_} that PL/pgSQL authors put before it. */
    String plainName() {
      return name.startsWith("p_") ? name.substring(2) : name;
    }

    boolean isText() {
      return type.equals("text") || type.startsWith("character varying");
    }
  }

  // proallargtypes and proargmodes are NULL where all arguments are IN.
  private static final String FUNCTIONS =
      """
      SELECT p.proname, array_agg(a.name ORDER BY n) FILTER (WHERE a.goes_in),
             array_agg(format_type(a.type, NULL) ORDER BY n) FILTER (WHERE a.goes_in),
             array_agg(a.name ORDER BY n) FILTER (WHERE a.mode IN ('o', 't', 'b')),
             p.pronargs - p.pronargdefaults,
             NOT p.proretset AND p.prorettype <> 'void'::regtype,
             format('pggit.%s(%s) returns %s', p.proname, pg_get_function_arguments(p.oid),
                    pg_get_function_result(p.oid))
        FROM pg_proc p
        LEFT JOIN LATERAL (
             SELECT t.type, t.n, m.mode, m.mode NOT IN ('o', 't') AS goes_in,
                    coalesce(p.proargnames[n], '') AS name
               FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
                    WITH ORDINALITY AS t (type, n),
                    LATERAL (SELECT coalesce(p.proargmodes[n]::text, 'i')) m (mode)) a ON true
       WHERE p.pronamespace = to_regnamespace('pggit') AND p.prokind = 'f'
       GROUP BY p.oid
       ORDER BY p.proname, p.pronargs, p.oid
      """;

  private static final String COLUMNS =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, -1),
             c.relname = 'commits' AND c.relkind = 'v'
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = to_regnamespace('pggit') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND c.relname IN ('commits', 'branches', 'trinity_ids')
         AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY c.relname, a.attnum
      """;

  Catalog {
    functions = List.copyOf(functions);
    columns = Map.copyOf(columns);
  }

  static Catalog read(Connection connection) throws SQLException {
    List<Function> functions = new ArrayList<>();
    Map<String, Map<String, String>> columns = new HashMap<>();
    boolean commitsIsView = false;
    try (var statement = connection.createStatement()) {
      try (var row = statement.executeQuery(FUNCTIONS)) {
        while (row.next()) {
          functions.add(function(row));
        }
      }
      try (var row = statement.executeQuery(COLUMNS)) {
        while (row.next()) {
          columns
              .computeIfAbsent(row.getString(1), relation -> new LinkedHashMap<>())
              .put(row.getString(2), row.getString(3));
          commitsIsView |= row.getBoolean(4);
        }
      }
    }
    return new Catalog(functions, columns, commitsIsView);
  }

  /** The type of a column, empty if there is no such column. */
  Optional<String> type(String relation, String column) {
    return Optional.ofNullable(columns.getOrDefault(relation, Map.of()).get(column));
  }

  private static Function function(ResultSet row) throws SQLException {
    List<String> names = texts(row, 2);
    List<String> types = texts(row, 3);
    List<Argument> inputs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      inputs.add(new Argument(names.get(i), types.get(i), i >= row.getInt(5)));
    }
    List<String> outputs = texts(row, 4);
    return new Function(
        row.getString(1),
        inputs,
        outputs,
        row.getBoolean(6) && outputs.isEmpty(),
        row.getString(7));
  }

  private static List<String> texts(ResultSet row, int column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
