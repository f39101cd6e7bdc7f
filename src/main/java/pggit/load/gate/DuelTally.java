package pggit.load.gate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one side was asked to do and what of it failed, session by session. Any thread, but
 * {@link #newSession} and {@link #attempts} only while nothing is asked.
 */
final class DuelTally {
  private final Map<Operation, Count> counts = new EnumMap<>(Operation.class);
  private final AtomicInteger numbers = new AtomicInteger();

  DuelTally() {
    for (Operation operation : Operation.values()) {
      counts.put(operation, new Count());
    }
  }

  /** What comes now is asked in new sessions. */
  void newSession() {
    counts.values().forEach(Count::newSession);
  }

  /** A number that no commit of this side has had. */
  int number() {
    return numbers.incrementAndGet();
  }

  void worked(Operation operation) {
    count(operation).asked.incrementAndGet();
  }

  void failed(Operation operation, SQLException e) {
    failed(operation, words(e));
  }

  void failed(Operation operation, String error) {
    count(operation).asked.incrementAndGet();
    count(operation).failed.incrementAndGet();
    count(operation).first.compareAndSet(null, error);
  }

  /** {@code 23505 duplicate key value …}: SQLSTATE and first line. */
  static String words(SQLException e) {
    return e.getSQLState()
        + " "
        + String.valueOf(e.getMessage()).lines().findFirst().orElse("without a message");
  }

  Attempts attempts(Operation operation) {
    return count(operation).attempts();
  }

  private Count count(Operation operation) {
    return Objects.requireNonNull(counts.get(operation));
  }

  private static final class Count {
    private final List<Integer> askedBefore = new ArrayList<>();
    private final List<Integer> failedBefore = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<@Nullable String> first = new AtomicReference<>();

    void newSession() {
      if (asked.get() > 0) {
        askedBefore.add(asked.getAndSet(0));
        failedBefore.add(failed.getAndSet(0));
      }
    }

    Attempts attempts() {
      List<Integer> allAsked = new ArrayList<>(askedBefore);
      List<Integer> allFailed = new ArrayList<>(failedBefore);
      allAsked.add(asked.get());
      allFailed.add(failed.get());
      return new Attempts(allAsked, allFailed, Optional.ofNullable(first.get()));
    }
  }
}
