package pggit.load.duel;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what one side was asked to do and what of it failed. Any thread. */
final class Tally {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  int next() {
    return asked.incrementAndGet();
  }

  void failed(SQLException e) {
    failed.incrementAndGet();
    first.compareAndSet(
        null,
        e.getSQLState() + " " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
  }

  int failures() {
    return failed.get();
  }

  /** {@code 3 of 1,200 operations failed, the first with 23505 duplicate key …}. */
  String sentence() {
    return "%,d of %,d operations failed, the first with %s"
        .formatted(failed.get(), asked.get(), first.get());
  }
}
