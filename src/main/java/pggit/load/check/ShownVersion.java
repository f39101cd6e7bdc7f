package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table's version as pgGit tells it.
 *
 * @param numbers the numbers in it
 */
record ShownVersion(String text, List<Long> numbers) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  ShownVersion {
    numbers = List.copyOf(numbers);
  }

  static ShownVersion of(String text) {
    var numbers = new ArrayList<Long>();
    var found = NUMBER.matcher(text);
    while (found.find()) {
      numbers.add(Long.parseLong(found.group()));
    }
    return new ShownVersion(text, numbers);
  }

  /** Whether this pgGit claims to keep versions. */
  static boolean claimed(Lab lab) throws SQLException {
    return lab.contract().versionSql().isPresent()
        && (lab.isTrinity() || lab.shared().number("SELECT count(*) FROM pg_event_trigger") > 0);
  }

  /** Version of a table in schema public; empty if pgGit knows none. */
  static Optional<ShownVersion> of(Lab lab, Session session, String table) throws SQLException {
    return of(lab, session, "public", table);
  }

  static Optional<ShownVersion> of(Lab lab, Session session, String schema, String table)
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
            : Optional.of(of(text));
      }
    }
  }

  /** Whether this comes after another one; by inequality where there are no numbers. */
  boolean after(ShownVersion other) {
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
