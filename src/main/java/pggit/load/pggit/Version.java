package pggit.load.pggit;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How {@code pggit.get_version} is called and read.
 *
 * @param sql one parameter, the table
 * @param qualified whether it wants {@code schema.table}, not the bare name
 */
record Version(String sql, boolean qualified) {

  private static final List<String> COLUMNS = List.of("full_version", "version_string", "version");

  static Optional<Version> find(List<Function> functions) {
    return functions.stream().filter(Version::takesOneName).findFirst().map(Version::of);
  }

  private static boolean takesOneName(Function f) {
    return f.name().equals("get_version")
        && !f.inputs().isEmpty()
        && f.inputs().get(0).isText()
        && f.inputs().stream().skip(1).allMatch(Function.Argument::optional);
  }

  private static Version of(Function f) {
    boolean qualified =
        f.inputs().get(0).plainName().equals("object_name") || f.outputs().contains("schema_name");
    return new Version("SELECT * FROM pggit.get_version(?)", qualified);
  }

  /** The call for a table, schema and name of which are SQL expressions. */
  String call(String schema, String table) {
    var argument = qualified ? schema + " || '.' || " + table : table;
    return sql.replaceFirst("^SELECT \\* FROM ", "").replace("?", argument);
  }

  String argument(String schema, String table) {
    return qualified ? schema + "." + table : table;
  }

  /** The version of the current row, {@code 1.2.3} or whatever this pgGit calls it. */
  static @Nullable String read(ResultSet row) throws SQLException {
    ResultSetMetaData shape = row.getMetaData();
    Set<String> there = new HashSet<>();
    for (int i = 1; i <= shape.getColumnCount(); i++) {
      there.add(shape.getColumnLabel(i).toLowerCase(Locale.ROOT));
    }
    for (String column : COLUMNS) {
      if (there.contains(column)) {
        return row.getString(column);
      }
    }
    if (there.containsAll(List.of("major", "minor", "patch"))) {
      return row.getString("major") + "." + row.getString("minor") + "." + row.getString("patch");
    }
    return row.getString(1);
  }
}
