package pggit.load.check;

import java.sql.SQLException;
import java.util.List;
import pggit.load.measure.Severity;

/** Whether what was acknowledged outlives a crash. */
final class AfterCrash {

  private static final int COMMITS = 30;

  private AfterCrash() {}

  static Family family() {
    return Family.alone(
        "durability",
        Severity.LOSS,
        Property.of("an acknowledged commit is on disk", AfterCrash::flushed),
        Property.always("pgGit's tables outlive a crash", AfterCrash::unlogged),
        Property.always("pgGit leaves the server's durability alone", AfterCrash::serverSettings));
  }

  private static Answer flushed(Lab lab) throws SQLException {
    var session = lab.user();
    if (!"on".equals(session.text("SHOW fsync"))
        || List.of("off", "local").contains(session.text("SHOW synchronous_commit"))) {
      return Answer.unknown("this server or database runs without durable commits anyway");
    }
    var watch = lab.shared();
    int behind = 0;
    for (int i = 0; i < COMMITS; i++) {
      session.begin();
      session.make("durable", "durable " + i);
      // What the commit wrote lies before this; when COMMIT is answered it must be on disk. Without
      // waiting it gets there within 200 ms, or when somebody else's commit waits.
      var written = session.text("SELECT pg_current_wal_insert_lsn()") + "";
      session.end();
      behind += watch.holds("SELECT pg_current_wal_flush_lsn() >= ?::pg_lsn", written) ? 0 : 1;
    }
    return Answer.of(
        behind == 0,
        "the log was flushed after " + COMMITS + " of " + COMMITS + " commits",
        ("after %d of %d acknowledged commits the write-ahead log was not yet on disk: the commit does not wait for it"
                + " (synchronous_commit off). A crash right after the acknowledgement loses commits")
            .formatted(behind, COMMITS));
  }

  private static Answer unlogged(Lab lab) throws SQLException {
    var tables =
        lab.admin()
            .column(
                """
                SELECT c.oid::regclass::text FROM pg_catalog.pg_class c
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relpersistence = 'u' AND c.relkind IN ('r', 'p', 'S')
                  AND (n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%')
                ORDER BY 1""");
    return Answer.of(
        tables.isEmpty(),
        "all are written to the log",
        "%s %s UNLOGGED and would be emptied by a crash. Commits and IDs are lost without an error"
            .formatted(
                String.join(", ", tables.stream().map(String::valueOf).toList()),
                tables.size() == 1 ? "is" : "are"));
  }

  private static Answer serverSettings(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    for (var name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      var then = lab.server().settings().get(name);
      var now = session.text("SELECT current_setting('" + name + "')");
      if (then != null && !then.equals(now)) {
        findings.add(
            "%s was %s when the server started and is %s in a new session of this database"
                .formatted(name, then, now));
      }
    }
    return findings.answer(
        "fsync, synchronous_commit and full_page_writes are as the server was started",
        "Installing pgGit makes all data of the database less safe");
  }
}
