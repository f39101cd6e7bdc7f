package pggit.load.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table's version as pgGit tells it.
 *
 * @param numbers the numbers in it
 * @param ended whether the answer says that the table is gone
 * @param schema that the answer names, empty if it names none
 */
record Version(String text, List<Long> numbers, boolean ended, String schema) {

  private static final Pattern GONE = Pattern.compile("(?i)drop|delet|remov");

  private static final Pattern SCHEMA = Pattern.compile("schema(_?name)?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  Version {
    numbers = List.copyOf(numbers);
  }

  static Version of(String text, boolean ended) {
    return of(text, ended, "");
  }

  private static Version of(String text, boolean ended, String schema) {
    var numbers = new ArrayList<Long>();
    var found = NUMBER.matcher(text);
    while (found.find()) {
      numbers.add(Long.parseLong(found.group()));
    }
    return new Version(text, numbers, ended, schema);
  }

  /** Version of a table in schema public; empty if pgGit knows none. */
  static Optional<Version> of(Lab lab, Session session, String table) throws SQLException {
    return of(lab, session, "public", table);
  }

  static Optional<Version> of(Lab lab, Session session, String schema, String table)
      throws SQLException {
    var contract = lab.contract();
    try (var statement =
        session.connection().prepareStatement(contract.versionSql().orElseThrow())) {
      contract.bindVersion(statement, schema, table);
      try (var row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        var text = contract.readVersion(row);
        return text == null || text.isBlank() || text.contains("null")
            ? Optional.empty()
            : Optional.of(of(text, ended(row), schema(row)));
      }
    }
  }

  private static String schema(ResultSet row) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      if (SCHEMA.matcher(row.getMetaData().getColumnLabel(i)).matches()) {
        return row.getString(i) + "";
      }
    }
    return "";
  }

  private static boolean ended(ResultSet row) throws SQLException {
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      var value = row.getString(i);
      var name = row.getMetaData().getColumnLabel(i);
      if (value != null
          && (GONE.matcher(value).find() || (GONE.matcher(name).find() && !value.equals("f")))) {
        return true;
      }
    }
    return false;
  }

  /** Whether this comes after another one; by inequality where there are no numbers. */
  boolean after(Version other) {
    if (numbers.isEmpty() || other.numbers.isEmpty()) {
      return !text.equals(other.text);
    }
    for (int i = 0; i < Math.min(numbers.size(), other.numbers.size()); i++) {
      int order = numbers.get(i).compareTo(other.numbers.get(i));
      if (order != 0) {
        return order > 0;
      }
    }
    return numbers.size() > other.numbers.size();
  }

  @Override
  public String toString() {
    return text;
  }
}
