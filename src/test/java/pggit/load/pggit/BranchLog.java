package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the commits of one branch are read, all of them by one statement and so from one snapshot: by
 * their numbers where pgGit counts them, else along their parents where it stores those. Immutable.
 */
public final class BranchLog {

  private static final String NUMBER = "number";
  private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint");

  /**
   * @param messages of the commits, the first commit's first if ordered
   * @param ordered whether their order can be read: not where the history forks
   */
  public record Log(List<String> messages, boolean ordered) {
    public Log {
      messages = List.copyOf(messages);
    }
  }

  /**
   * @param parent the key of another one; null for a first commit
   */
  record Row(String message, @Nullable String key, @Nullable String parent) {}

  private final String sql;
  private final boolean numbered;

  private BranchLog(String sql, boolean numbered) {
    this.sql = sql;
    this.numbered = numbered;
  }

  /** Empty if this pgGit does not say which branch a commit is on. */
  public static Optional<BranchLog> of(Contract contract) {
    var history = contract.history();
    boolean numbered =
        NUMBERS.contains(contract.columns("commits").getOrDefault(NUMBER, "no such column"));
    return history
        .branch()
        .map(
            branch ->
                new BranchLog(
                    "SELECT c.message::text, %s FROM pggit.commits c %s WHERE %s = ? %s"
                        .formatted(
                            history
                                .parent()
                                .map(p -> "c.%s::text, c.%s::text".formatted(p.key(), p.column()))
                                .orElse("NULL::text, 'unknown'"),
                            branch.join(),
                            branch.expression(),
                            numbered ? "ORDER BY c." + NUMBER : ""),
                    numbered));
  }

  /** Reads it. */
  public Log read(Connection connection, String branch) throws SQLException {
    var rows = new ArrayList<Row>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, branch);
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          var message = row.getString(1);
          rows.add(new Row(message == null ? "" : message, row.getString(2), row.getString(3)));
        }
      }
    }
    return numbered ? new Log(messages(rows), true) : alongParents(rows);
  }

  /** From the commit without a parent to its child, and so on, if that leads to all of them. */
  static Log alongParents(List<Row> rows) {
    var children = new HashMap<String, Row>();
    rows.forEach(row -> children.put(key(row.parent()), row));
    var chain = new ArrayList<Row>();
    var next = children.get(key(null));
    while (next != null && chain.size() < rows.size()) {
      chain.add(next);
      next = children.get(key(next.key()));
    }
    return children.size() == rows.size() && chain.size() == rows.size()
        ? new Log(messages(chain), true)
        : new Log(messages(rows), rows.isEmpty());
  }

  private static String key(@Nullable String key) {
    return key == null ? "" : "=" + key;
  }

  private static List<String> messages(List<Row> rows) {
    return rows.stream().map(Row::message).toList();
  }
}
