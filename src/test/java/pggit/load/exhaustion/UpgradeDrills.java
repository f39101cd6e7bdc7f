package pggit.load.exhaustion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import pggit.load.measure.Verdict;
import pggit.load.server.SetupException;

/** pgGit is installed once more, or updated, while users commit. */
final class UpgradeDrills {

  private static final int USERS = 20;
  private static final int SMALL = 200;
  private static final long SOME = 200;

  private static final String OWNER =
      """
      FROM pg_extension e
        JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e'
       WHERE d.classid = 'pg_namespace'::regclass AND d.objid = 'pggit'::regnamespace
          OR d.classid = 'pg_proc'::regclass AND d.objid IN (SELECT oid FROM pg_proc WHERE pronamespace = 'pggit'::regnamespace)
       LIMIT 1
      """;

  /** To another version, if the extension has brought a way to one. */
  private static final String TARGET =
      """
      SELECT target FROM pg_extension_update_paths('%s')
       WHERE source = '%s' AND target <> source AND path IS NOT NULL ORDER BY target DESC LIMIT 1
      """;

  /**
   * What about any update does: it takes each table for itself, and replaces each function. By the
   * catalog, so that it changes nothing.
   */
  private static final String STAND_IN =
      """
      SELECT concat_ws(E'\\n',
        (SELECT string_agg(format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE;', oid::regclass), E'\\n' ORDER BY oid)
           FROM pg_class WHERE relnamespace = 'pggit'::regnamespace AND relkind = 'r'),
        (SELECT string_agg(pg_get_functiondef(p.oid) || ';', E'\\n' ORDER BY p.oid)
           FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
          WHERE p.pronamespace = 'pggit'::regnamespace AND p.prokind IN ('f', 'p') AND l.lanname IN ('sql', 'plpgsql')))
      """;

  private UpgradeDrills() {}

  /** Returns what came of it, in words. */
  private interface Change {
    String on(Site site) throws SQLException;
  }

  /** The source of the user, as if it were an upgrade. */
  static void installedAgain(Site site, DrillLog findings) throws Exception {
    underLoad(site, "a second install", UpgradeDrills::again, findings);
  }

  private static String again(Site site) throws SQLException {
    var notes = site.installAgain();
    return notes.isEmpty() ? "done" : "done, though " + String.join("; ", notes);
  }

  /** To the extension's next version, or, where it has none, by a script that changes nothing. */
  static void updated(Site site, DrillLog findings) throws Exception {
    String name;
    String version;
    try (var session = DrillSession.on(site.database())) {
      name = session.text("SELECT e.extname " + OWNER);
      version = session.text("SELECT e.extversion " + OWNER);
      if (name.isEmpty()) {
        findings.note("pgGit is no extension here, there is none to update");
        return;
      }
      var target = session.text(TARGET.formatted(name, version));
      underLoad(
          site,
          "ALTER EXTENSION",
          target.isEmpty() ? s -> standIn(s, name, version) : s -> update(s, name, target),
          findings);
    }
  }

  private static String update(Site site, String name, String target) throws SQLException {
    site.database().execute("ALTER EXTENSION %s UPDATE TO '%s'".formatted(name, target));
    return "done, to version " + target;
  }

  private static String standIn(Site site, String name, String version) throws SQLException {
    var target = version + ".drill";
    var script =
        site.server()
            .server()
            .shareDirectory()
            .resolve("extension")
            .resolve("%s--%s--%s.sql".formatted(name, version, target));
    try {
      Files.writeString(script, site.database().ask(STAND_IN, row -> row.getString(1)));
      try {
        return update(site, name, target);
      } finally {
        Files.delete(script);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void underLoad(Site site, String what, Change change, DrillLog findings)
      throws SQLException {
    var calm = site.beside();
    calm.open("main");
    findings.note(what + " with nobody there: " + outcome(change, calm));
    boolean worksInCalm = commits(calm);
    try (var load = CommitLoad.direct(site, site.database()::connect, USERS, SMALL)) {
      load.awaitMore(SOME);
      long begun = System.nanoTime();
      var outcome = outcome(change, site);
      long ended = System.nanoTime();
      findings.note("%s under %d users: %s".formatted(what, USERS, outcome));
      if (worksInCalm) {
        ServerDrills.goesOn(load, ended, what, findings);
      } else {
        findings.verdict(
            Verdict.undecided(
                "users commit again after " + what, "none does where it has no users either"));
      }
      load.end(findings);
      findings.metric("time of " + what, Duration.ofNanos(ended - begun));
      findings.metric(
          "longest time without a commit during " + what, load.longestPauseWithin(begun, ended));
    }
    for (var verdict : calm.audit().verdicts()) {
      findings.verdict(verdict.named(verdict.name() + ", with nobody there"));
    }
    ServerDrills.balance(site, findings);
  }

  private static String outcome(Change change, Site site) throws SQLException {
    try {
      return change.on(site);
    } catch (SQLException | SetupException e) {
      return "refused: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }

  private static boolean commits(Site site) {
    try (var connection = site.database().connect()) {
      site.commit(connection, "main", site.message("after it"));
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
