package pggit.load.check;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What commits leave behind in the session that made them. */
final class Hygiene {

  private static final int COMMITS = 10;

  /** What a session has besides its settings, as kind and name. */
  private static final String THINGS =
      """
      SELECT 'temporary ' || CASE c.relkind WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'relation' END
             || ' ' || c.relname FROM pg_catalog.pg_class c
      WHERE c.relnamespace = pg_catalog.pg_my_temp_schema() AND c.relkind IN ('r', 'S', 'v', 'm', 'p')
      UNION ALL SELECT 'prepared statement ' || name FROM pg_catalog.pg_prepared_statements WHERE from_sql
      UNION ALL SELECT 'open cursor ' || name FROM pg_catalog.pg_cursors WHERE name <> ''
      UNION ALL SELECT 'LISTEN ' || c FROM pg_catalog.pg_listening_channels() c""";

  /** Names of settings in the functions' code. */
  private static final String OWN_SETTINGS =
      """
      SELECT DISTINCT lower(found[1])
      FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace,
        LATERAL regexp_matches(p.prosrc, '(?:set_config|current_setting)\\s*\\(\\s*''([A-Za-z_]+\\.[A-Za-z_.]+)''', 'g') AS found
      WHERE n.nspname = 'pggit' OR n.nspname LIKE 'pggit\\_%'
      ORDER BY 1""";

  private Hygiene() {}

  static Family family() {
    return Family.of(
        "sessions",
        Property.of("a commit leaves no lock behind", Hygiene::locks),
        Property.of("a commit leaves the session's settings alone", Hygiene::settings),
        Property.of(
            "a commit leaves no temporary tables, cursors or statements behind", Hygiene::things),
        Property.always("DDL leaves the session's settings and locks alone", Hygiene::ddl),
        Property.of("a commit opens no connections of its own", Hygiene::backends),
        Property.of("a commit is quiet", Hygiene::notices),
        Property.of("a refused commit leaves the session as it was", Hygiene::refused));
  }

  /** On a branch of its own, so that what one session leaves behind does not stop another. */
  private static void commits(Session session, int count) throws SQLException {
    var branch = "hygiene-" + session.pid();
    for (int i = 0; i < count; i++) {
      session.make(branch, "hygiene " + i);
    }
  }

  private static Answer locks(Lab lab) throws SQLException {
    var session = lab.user();
    int pid = session.pid();
    commits(session, COMMITS);
    var left =
        lab.shared()
            .column(
                "SELECT locktype || ' lock ' || mode FROM pg_catalog.pg_locks WHERE pid = ? AND locktype <> 'virtualxid'",
                pid);
    return Answer.of(
        left.isEmpty(),
        COMMITS + " commits, no lock left",
        "after %d commits the session still holds %d locks (%s). They stay until it disconnects: with a pool, until somebody waits for ever"
            .formatted(COMMITS, left.size(), left.isEmpty() ? "" : left.get(0)));
  }

  private static Map<String, String> allSettings(Session session) throws SQLException {
    var settings = new TreeMap<String, String>();
    for (var row :
        session.rows(
            """
            SELECT name, setting FROM pg_catalog.pg_settings
            UNION ALL SELECT 'current_user', current_user
            UNION ALL SELECT 'session_user', session_user
            UNION ALL SELECT 'role', current_setting('role')""")) {
      settings.put(row[0] + "", row[1] + "");
    }
    return settings;
  }

  private static void changes(
      Map<String, String> before, Map<String, String> after, String where, Findings findings) {
    after.forEach(
        (name, value) -> {
          var old = before.get(name);
          if (old != null && !old.equals(value) && !name.startsWith("transaction_")) {
            findings.add("%s was “%s” and is “%s” %s".formatted(name, old, value, where));
          }
        });
  }

  private static Answer settings(Lab lab) throws SQLException {
    var session = lab.user();
    var findings = new Findings();
    var before = allSettings(session);
    commits(session, COMMITS);
    changes(before, allSettings(session), "after a commit", findings);
    growing(session, findings);
    var second = lab.user();
    second.begin();
    var inside = allSettings(second);
    commits(second, 2);
    changes(inside, allSettings(second), "for the rest of the transaction", findings);
    second.end();
    return findings.answer(
        "search_path, role, time-outs and all other settings are as before",
        "What the session does afterwards works otherwise than its user thinks");
  }

  /** Settings of pgGit's own, which no view lists: those that its functions name. */
  private static void growing(Session session, Findings findings) throws SQLException {
    for (var name : session.column(OWN_SETTINGS)) {
      var length = "SELECT length(current_setting('" + name + "', true))";
      long first = session.number(length);
      commits(session, COMMITS);
      long second = session.number(length);
      commits(session, COMMITS);
      long third = session.number(length);
      findings.addUnless(
          second - first < COMMITS || third - second < COMMITS,
          "the setting %s grows with each commit: %,d, %,d and %,d characters after %d, %d and %d commits"
              .formatted(name, first, second, third, COMMITS, 2 * COMMITS, 3 * COMMITS));
    }
  }

  private static Answer ddl(Lab lab) throws SQLException {
    var session = lab.user();
    var table = lab.name("hygiene_");
    var findings = new Findings();
    session.begin();
    var before = allSettings(session);
    session.run("CREATE TABLE " + table + " (id int)");
    session.run("ALTER TABLE " + table + " ADD COLUMN more int");
    changes(before, allSettings(session), "for the rest of a transaction with DDL", findings);
    session.end();
    session.run("DROP TABLE " + table);
    changes(before, allSettings(session), "after DDL", findings);
    long locks = locks(lab, session);
    findings.addUnless(locks == 0, locks + " locks are held after DDL");
    session.column(THINGS).forEach(thing -> findings.add("left behind: " + thing));
    return findings.answer(
        "CREATE, ALTER and DROP TABLE leave no setting, no lock, nothing",
        "What the session does afterwards works otherwise than its user thinks");
  }

  static long locks(Lab lab, Session session) throws SQLException {
    return lab.shared()
        .number(
            "SELECT count(*) FROM pg_catalog.pg_locks WHERE pid = ? AND locktype <> 'virtualxid'",
            session.pid());
  }

  private static Answer things(Lab lab) throws SQLException {
    var session = lab.user();
    commits(session, COMMITS);
    var left = session.column(THINGS);
    session.begin();
    commits(session, 2);
    left.addAll(session.column(THINGS));
    session.end();
    var findings = new Findings();
    left.stream().limit(4).forEach(thing -> findings.add("left behind: " + thing));
    return findings.answer(
        COMMITS + " commits left nothing behind",
        left.size() + " things in all: they meet those of the application, and DISCARD takes them");
  }

  private static Answer backends(Lab lab) throws SQLException {
    var session = lab.user();
    var count =
        """
        SELECT count(*) FROM pg_catalog.pg_stat_activity
        WHERE datname = current_database() AND backend_type <> 'autovacuum worker'""";
    commits(session, 2);
    long before = lab.shared().number(count);
    commits(session, COMMITS);
    long after = lab.shared().number(count);
    // With the first commit in: one that stays from then on is no more after the tenth.
    long expected = 2;
    return Answer.of(
        after <= before && after <= expected,
        "two sessions before and after " + COMMITS + " commits",
        "where the check has %d sessions there are %d after 2 commits and %d after %d. Commits take connections that others need, and write outside of their transaction"
            .formatted(expected, before, after, COMMITS + 2));
  }

  private static Answer notices(Lab lab) throws SQLException {
    var session = lab.user();
    session.run("SET client_min_messages = notice");
    commits(session, 2);
    int told = 0;
    var example = "";
    lab.prepare("hygiene");
    try (var statement = session.connection().prepareStatement(lab.contract().commitSql())) {
      for (int i = 0; i < COMMITS; i++) {
        lab.contract().bindCommit(statement, Session.NAME, "hygiene", "quiet");
        statement.executeQuery().close();
        if (statement.getWarnings() != null) {
          told++;
          example = statement.getWarnings().getMessage() + "";
          statement.clearWarnings();
        }
      }
    }
    return Answer.of(
        told < COMMITS / 2,
        told == 0 ? COMMITS + " commits, no notice" : told + " notices in " + COMMITS + " commits",
        "%d of %d commits send a notice or warning (“%s”). Logs fill up with it"
            .formatted(told, COMMITS, Text.shown(example, 80)));
  }

  private static Answer refused(Lab lab) throws SQLException {
    var session = lab.user();
    var before = allSettings(session);
    session.attempt(() -> session.commit("name", null, "message"));
    session.attempt(() -> session.commit("name", "refused", null)); // perhaps only once it is begun
    session.run("CREATE TABLE " + lab.name("refused_") + " (id int)"); // more for it to do
    readOnly(session, "refused");
    var other = lab.user();
    other.attempt(() -> other.commit("name", "refused", "the branch is there"));
    readOnly(session, "refused"); // so that pgGit gets farther
    var findings = new Findings();
    changes(before, allSettings(session), "after a refused commit", findings);
    long locks = locks(lab, session);
    findings.addUnless(locks == 0, locks + " locks are held after a refused commit");
    session.column(THINGS).forEach(thing -> findings.add("left behind: " + thing));
    return findings.answer("no lock, no setting, nothing left", "One mistake spoils the session");
  }

  /** A commit that fails with an error from inside. */
  private static void readOnly(Session session, String branch) throws SQLException {
    session.begin();
    session.run("SET TRANSACTION READ ONLY");
    session.attempt(() -> session.commit("name", branch, "read only"));
    session.undo();
  }
}
