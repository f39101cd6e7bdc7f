package pggit.load.pggit;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's catalog says about schema pggit.
 *
 * @param functions its functions, by name
 * @param columns type by column name by relation name, tables and views alike
 * @param views which of these relations are views
 */
record Catalog(
    List<Function> functions, Map<String, Map<String, String>> columns, Set<String> views) {

  // proallargtypes and proargmodes are NULL where all arguments are IN.
  private static final String FUNCTIONS =
      """
      SELECT p.proname, p.proargnames, p.proargmodes::text[] AS modes, p.pronargs,
             p.pronargdefaults, p.proretset,
             ARRAY(SELECT format_type(t, NULL)
                   FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
                        WITH ORDINALITY AS a(t, n) ORDER BY n) AS types,
             pg_get_function_arguments(p.oid) AS arguments,
             pg_get_function_result(p.oid) AS result
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'pggit' AND p.prokind = 'f'
      ORDER BY p.proname, p.pronargs, p.oid
      """;

  private static final String COLUMNS =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, -1), c.relkind = 'v'
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE n.nspname = 'pggit' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND c.relname IN ('commits', 'branches', 'trinity_ids')
      ORDER BY c.relname, a.attnum
      """;

  Catalog {
    functions = List.copyOf(functions);
    columns = Map.copyOf(columns);
    views = Set.copyOf(views);
  }

  static Catalog read(Connection connection) throws SQLException {
    Set<String> views = new HashSet<>();
    return new Catalog(functions(connection), columns(connection, views), views);
  }

  /** The type of a column, empty if there is no such column. */
  Optional<String> type(String relation, String column) {
    return Optional.ofNullable(columns.getOrDefault(relation, Map.of()).get(column));
  }

  boolean has(String relation) {
    return columns.containsKey(relation);
  }

  private static List<Function> functions(Connection connection) throws SQLException {
    List<Function> functions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FUNCTIONS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        functions.add(function(row));
      }
    }
    return functions;
  }

  private static Function function(ResultSet row) throws SQLException {
    @Nullable String[] types = texts(row.getArray("types"));
    @Nullable String[] names = texts(row.getArray("proargnames"));
    @Nullable String[] modes = texts(row.getArray("modes"));
    int firstOptional = row.getInt("pronargs") - row.getInt("pronargdefaults");
    List<Function.Argument> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      String name = text(names, i);
      String mode = modes.length == 0 ? "i" : text(modes, i);
      if (mode.equals("o") || mode.equals("t")) {
        outputs.add(name);
      } else {
        boolean optional = inputs.size() >= firstOptional;
        inputs.add(new Function.Argument(name, text(types, i), optional));
        if (mode.equals("b")) {
          outputs.add(name);
        }
      }
    }
    return new Function(
        row.getString("proname"),
        inputs,
        outputs,
        row.getBoolean("proretset"),
        row.getString("arguments"),
        row.getString("result"));
  }

  private static Map<String, Map<String, String>> columns(Connection connection, Set<String> views)
      throws SQLException {
    Map<String, Map<String, String>> columns = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        columns
            .computeIfAbsent(row.getString(1), relation -> new LinkedHashMap<>())
            .put(row.getString(2), row.getString(3));
        if (row.getBoolean(4)) {
          views.add(row.getString(1));
        }
      }
    }
    return columns;
  }

  private static @Nullable String[] texts(@Nullable Array array) throws SQLException {
    return array == null ? new String[0] : (String[]) array.getArray();
  }

  private static String text(@Nullable String[] texts, int i) {
    String text = i < texts.length ? texts[i] : null;
    return text == null ? "" : text;
  }
}
