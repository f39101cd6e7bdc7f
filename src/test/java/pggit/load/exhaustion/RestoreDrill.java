package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.Objects;
import pggit.load.measure.Verdict;
import pggit.load.protocol.SqlErrors;

/** The server is restored to a point between two commits. Takes one that archives its log. */
final class RestoreDrill {

  private static final String POINT = "between";
  private static final int SOME = 20;

  private RestoreDrill() {}

  static void betweenTwoCommits(Site site, DrillLog findings) throws Exception {
    var versions = Versions.before(site);
    var admin = site.server().server().admin();
    var first = site.message("before the restore point");
    var second = site.message("after the restore point");
    String firstId;
    String secondId;
    var backup = site.server().backup();
    try (var control = Control.on(site.server());
        var connection = site.database().connect()) {
      ReplicationDrills.commits(site, connection, "main", SOME);
      firstId = site.commit(connection, "main", first);
      control.database().execute(Control.INSERT);
      admin.execute("SELECT pg_create_restore_point('" + POINT + "')");
      secondId = site.call(connection, "main", second); // not for the ledger: it is to be undone
      control.database().execute(Control.INSERT);

      var last = admin.ask("SELECT pg_walfile_name(pg_switch_wal())", row -> row.getString(1));
      ReplicationDrills.await(
          "the log is archived",
          () ->
              ReplicationDrills.yes(
                  site, "last_archived_wal COLLATE \"C\" >= '" + last + "' FROM pg_stat_archiver"));
      site.server().killAll();
      long begun = System.nanoTime();
      var there = site.at(backup.restore(POINT));
      ReplicationDrills.await(
          "the restored server takes writes",
          () -> ReplicationDrills.yes(there, "NOT pg_is_in_recovery()"));
      findings.metric("restored after", DiskDrills.sinceNanos(begun));
      long rows =
          there
              .server()
              .server()
              .admin()
              .withDatabase(control.database().database())
              .ask("SELECT count(*) FROM kept", row -> row.getLong(1));
      boolean elsewhere = rows != 1;
      try (var restored = there.database().connect()) {
        findings.verdict(
            Control.unlessAlso(
                elsewhere,
                Verdict.of(
                    first.equals(DiskDrills.read(there, restored, firstId, first)),
                    "the commit before the restore point is there",
                    "read under '" + firstId + "'")));
        findings.verdict(
            Control.unlessAlso(
                elsewhere,
                Verdict.of(
                    !second.equals(DiskDrills.read(there, restored, secondId, second)),
                    "the commit after the restore point is not there",
                    "read under '" + secondId + "'")));
      }
      goesOn(there, secondId, findings);
      versions.goOn(there, "on the restored server", findings);
      ServerDrills.balance(there, findings);
    }
  }

  private static void goesOn(Site there, String secondId, DrillLog findings) throws SQLException {
    String claim = "the history goes on after the restore point";
    try (var connection = there.database().connect()) {
      for (int i = 0; i < SOME; i++) {
        var id = there.commit(connection, "main", there.message("commit " + i));
        if (Objects.equals(id, secondId)) {
          findings.note("the ID '" + id + "' of the commit that was undone was given again");
        }
      }
      findings.verdict(true, claim, SOME + " more commits");
    } catch (SQLException e) {
      findings.verdict(false, claim, SqlErrors.sqlState(e) + " " + e.getMessage());
    }
  }
}
