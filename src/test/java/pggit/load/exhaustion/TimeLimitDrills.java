package pggit.load.exhaustion;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;

/**
 * A time limit strikes while pgGit's own code runs. It is held up there by a lock on one of the
 * tables that it writes, so that the limit strikes between two of its statements, which a limit of
 * whole milliseconds would not find in a commit that takes half of one.
 */
final class TimeLimitDrills {

  static final String CANCELED = "57014";

  private static final int MOMENTS = 10;
  private static final int LIMIT_MILLIS = 200;
  private static final Duration WAIT = Duration.ofSeconds(10);

  private enum Limit {
    STATEMENT_TIMEOUT(CANCELED, "SET statement_timeout = " + LIMIT_MILLIS),
    LOCK_TIMEOUT(LockDrills.LOCK_TIMEOUT, "SET lock_timeout = " + LIMIT_MILLIS),
    CANCEL(CANCELED, "RESET statement_timeout");

    private final String sqlState;
    private final String setting;

    Limit(String sqlState, String setting) {
      this.sqlState = sqlState;
      this.setting = setting;
    }
  }

  /** What is interrupted. */
  private enum Work {
    COMMIT("commit", Severity.LOSS),
    TABLE("CREATE TABLE", Severity.INCOMPLETE);

    private final String told;
    private final Severity severity;

    Work(String told, Severity severity) {
      this.told = told;
      this.severity = severity;
    }
  }

  /** While it waits for this table. */
  private record Moment(Work work, String table, Limit limit) {
    String told() {
      return "%s of a %s at %s".formatted(limit.name().toLowerCase(Locale.ROOT), work.told, table);
    }
  }

  private TimeLimitDrills() {}

  /** Ten moments by chance, each another table that a commit or a CREATE TABLE writes to. */
  static Drill inTheMiddle(long seed) {
    return (site, findings) -> {
      try (var session = DrillSession.on(site.database());
          var blocker = DrillSession.on(site.database())) {
        site.commit(session.connection(), "main", site.message("before"));
        session.run("CREATE TABLE before_it (id int)");
        site.commit(session.connection(), "main", site.message("of a table"));
        var moments = new ArrayList<Moment>();
        for (var work : Work.values()) {
          for (var table : written(site, session, work)) {
            for (var limit : Limit.values()) {
              moments.add(new Moment(work, table, limit));
            }
          }
        }
        int all = moments.size();
        Collections.shuffle(moments, new Random(seed));
        moments.subList(Math.min(MOMENTS, all), all).clear();
        var wrong = new EnumMap<Work, List<String>>(Work.class);
        var struck = new EnumMap<Work, List<String>>(Work.class);
        for (int i = 0; i < moments.size(); i++) {
          var moment = moments.get(i);
          var found = strike(site, session, blocker, moment, "struck_" + i);
          found.ifPresent(f -> of(struck, moment.work).add(moment.told()));
          found.stream()
              .flatMap(List::stream)
              .forEach(w -> of(wrong, moment.work).add(moment.told() + ": " + w));
        }
        findings.note("%d of %d moments, seed %d".formatted(moments.size(), all, seed));
        for (var work : Work.values()) {
          findings.verdict(verdict(work, of(struck, work), of(wrong, work)));
        }
      }
      findings.verdicts(site.audit().verdicts());
    };
  }

  private static List<String> of(Map<Work, List<String>> by, Work work) {
    return by.computeIfAbsent(work, w -> new ArrayList<>());
  }

  private static Verdict verdict(Work work, List<String> struck, List<String> wrong) {
    var claim =
        "a %s that a time limit ends within pgGit says so and is undone whole".formatted(work.told);
    if (struck.isEmpty()) {
      return Verdict.undecided(claim, "no moment of it was struck");
    }
    return Verdict.of(wrong.isEmpty(), claim, String.join("; ", wrong.isEmpty() ? struck : wrong))
        .often(wrong.size(), Math.max(wrong.size(), struck.size()))
        .as(work.severity);
  }

  /** Rows that one of it adds to pgGit's tables when nothing disturbs it. */
  private static Map<String, Long> rowsOf(Site site, DrillSession session, Work work)
      throws SQLException {
    var before = session.rowsOfPgGit();
    session.connection().setAutoCommit(false);
    try {
      openly(site, session, work, "undisturbed");
      return added(before, session.rowsOfPgGit());
    } finally {
      session.connection().rollback();
      session.connection().setAutoCommit(true);
    }
  }

  private static Map<String, Long> added(Map<String, Long> before, Map<String, Long> after) {
    var added = new TreeMap<String, Long>();
    after.forEach((table, rows) -> added.put(table, rows - before.getOrDefault(table, 0L)));
    added.values().removeIf(rows -> rows == 0);
    return added;
  }

  /** PostgreSQL's word for which of pgGit's tables it writes to. */
  private static List<String> written(Site site, DrillSession session, Work work)
      throws SQLException {
    session.connection().setAutoCommit(false);
    try {
      openly(site, session, work, "looked_at");
      return List.copyOf(
          session
              .numbers(
                  "SELECT l.relation::regclass, 1 FROM pg_locks l JOIN pg_class c ON c.oid ="
                      + " l.relation JOIN pg_namespace n ON n.oid = c.relnamespace"
                      + " WHERE l.pid = pg_backend_pid() AND l.mode = 'RowExclusiveLock'"
                      + " AND c.relkind = 'r' AND n.nspname LIKE 'pggit%' ORDER BY 1")
              .keySet());
    } finally {
      session.connection().rollback();
      session.connection().setAutoCommit(true);
    }
  }

  private static void openly(Site site, DrillSession session, Work work, String name)
      throws SQLException {
    if (work == Work.COMMIT) {
      site.call(session.connection(), "main", site.message(name));
    } else {
      session.run("CREATE TABLE " + name + " (id int)");
    }
  }

  /** What was wrong with it, empty if it did not come to wait for the table. */
  private static Optional<List<String>> strike(
      Site site, DrillSession session, DrillSession blocker, Moment moment, String name)
      throws Exception {
    var whole = rowsOf(site, session, moment.work);
    var before = session.rowsOfPgGit();
    blocker.run("BEGIN", "LOCK TABLE " + moment.table + " IN SHARE MODE");
    session.run(moment.limit.setting);
    var ended = CompletableFuture.supplyAsync(() -> outcome(site, session, moment.work, name));
    String state;
    try {
      if (!awaitBlocked(blocker, session.pid(), ended)) {
        return Optional.empty();
      }
      if (moment.limit == Limit.CANCEL) {
        blocker.run("SELECT pg_cancel_backend(" + session.pid() + ")");
      }
      state = ended.get(WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Optional.of(List.of("not ended within " + WAIT.toSeconds() + " s"));
    } finally {
      blocker.run("ROLLBACK");
      ended.get(WAIT.toSeconds(), TimeUnit.SECONDS);
      session.run("RESET statement_timeout", "RESET lock_timeout");
    }
    var added = added(before, session.rowsOfPgGit());
    boolean there = !session.text("SELECT to_regclass('public." + name + "')").isEmpty();
    var wrong = new ArrayList<String>();
    if (state.equals(DiskDrills.NO_ERROR) && moment.limit.sqlState.equals(CANCELED)) {
      wrong.add("no error, where 57014 was expected");
    } else if (state.equals(DiskDrills.NO_ERROR) && !added.equals(whole)) {
      wrong.add("no error, and pgGit's tables got %s rows, not %s".formatted(added, whole));
    } else if (!state.equals(DiskDrills.NO_ERROR) && !state.equals(moment.limit.sqlState)) {
      wrong.add("%s, where %s was expected".formatted(state, moment.limit.sqlState));
    }
    if (!state.equals(DiskDrills.NO_ERROR) && (there || !added.isEmpty())) {
      wrong.add("an error, and left behind: rows %s%s".formatted(added, there ? ", table" : ""));
    }
    return Optional.of(wrong);
  }

  private static boolean awaitBlocked(DrillSession observer, long pid, Future<?> ended)
      throws SQLException, InterruptedException {
    while (!ended.isDone()) {
      if (observer.number("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = " + pid) > 0) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return false;
  }

  private static String outcome(Site site, DrillSession session, Work work, String name) {
    return DiskDrills.stateOf(
        () -> {
          if (work == Work.COMMIT) {
            site.commit(session.connection(), "main", site.message(name));
          } else {
            session.run("CREATE TABLE " + name + " (id int)");
          }
        });
  }
}
