package pggit.load.gate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what one side was asked to do and what of it failed, session by session. Any thread. */
final class DuelTally {
  /** Of one operation; the last numbers are those of the session that goes on. */
  private static final class Count {
    private final List<Integer> asked = new ArrayList<>(List.of(0));
    private final List<Integer> failed = new ArrayList<>(List.of(0));
    private Optional<String> firstError = Optional.empty();

    private static void increment(List<Integer> numbers) {
      numbers.set(numbers.size() - 1, numbers.get(numbers.size() - 1) + 1);
    }
  }

  private final Map<Operation, Count> counts = new EnumMap<>(Operation.class);
  private int commits;

  synchronized void newSession() {
    for (Count count : counts.values()) {
      if (count.asked.get(count.asked.size() - 1) > 0) {
        count.asked.add(0);
        count.failed.add(0);
      }
    }
  }

  /** A number that no commit of this side has had. */
  synchronized int number() {
    return ++commits;
  }

  synchronized void worked(Operation operation) {
    Count.increment(of(operation).asked);
  }

  synchronized void failed(Operation operation, String error) {
    worked(operation);
    Count.increment(of(operation).failed);
    of(operation).firstError = of(operation).firstError.or(() -> Optional.of(error));
  }

  /** {@code 23505 duplicate key value …}: SQLSTATE and first line. */
  static String words(SQLException e) {
    return e.getSQLState()
        + " "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("without a message");
  }

  synchronized Attempts attempts(Operation operation) {
    Count count = of(operation);
    return new Attempts(count.asked, count.failed, count.firstError);
  }

  private Count of(Operation operation) {
    return counts.computeIfAbsent(operation, first -> new Count());
  }
}
