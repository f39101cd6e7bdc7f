package pggit.load.gate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Counts what one side was asked to do and what of it failed, session by session. Any thread. */
final class DuelTally {
  private static final int ASKED = 0;
  private static final int FAILED = 1;

  /** Of each operation one pair of counts for each session. */
  private final Map<Operation, List<int[]>> counts = new EnumMap<>(Operation.class);

  private final Map<Operation, String> firstErrors = new EnumMap<>(Operation.class);
  private int commits;

  DuelTally() {
    for (Operation operation : Operation.values()) {
      counts.put(operation, new ArrayList<>(List.of(new int[2])));
    }
  }

  synchronized void newSession() {
    counts.values().stream()
        .filter(sessions -> sessions.get(sessions.size() - 1)[ASKED] > 0)
        .forEach(sessions -> sessions.add(new int[2]));
  }

  /** A number that no commit of this side has had. */
  synchronized int number() {
    return ++commits;
  }

  synchronized void worked(Operation operation) {
    now(operation)[ASKED]++;
  }

  synchronized void failed(Operation operation, String error) {
    now(operation)[ASKED]++;
    now(operation)[FAILED]++;
    firstErrors.putIfAbsent(operation, error);
  }

  /** {@code 23505 duplicate key value …}: SQLSTATE and first line. */
  static String words(SQLException e) {
    return e.getSQLState()
        + " "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("without a message");
  }

  synchronized Attempts attempts(Operation operation) {
    return new Attempts(
        sessions(operation).stream().map(count -> count[ASKED]).toList(),
        sessions(operation).stream().map(count -> count[FAILED]).toList(),
        Optional.ofNullable(firstErrors.get(operation)));
  }

  private int[] now(Operation operation) {
    return sessions(operation).get(sessions(operation).size() - 1);
  }

  private List<int[]> sessions(Operation operation) {
    return Objects.requireNonNull(counts.get(operation));
  }
}
