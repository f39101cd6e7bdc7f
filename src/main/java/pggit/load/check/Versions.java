package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A table's version follows what is done to the table. */
final class Versions {

  private Versions() {}

  static Family family() {
    return Family.of(
        "versions",
        Property.always("a new table has a version", Versions::created),
        Property.always("every ALTER TABLE moves the version forward", Versions::altered),
        Property.always("a version's numbers and its text agree", VersionNumbers::agree),
        Property.always("one statement is one step of the version", Versions::oneStep),
        Property.always("a version belongs to one table", Versions::others),
        Property.always("a dropped table has no version any more", DroppedTables::dropped),
        Property.always(
            "a table created again has a version that is not lower", DroppedTables::recreated),
        Property.always("DROP TABLE keeps the table's history", DroppedTables::remembered),
        Property.of("a commit sees the DDL of other sessions", States::ofOthers),
        Property.always("a renamed table is known by its new name", DroppedTables::renamed),
        Property.always("a table moved to another schema is the same table", DroppedTables::moved),
        Property.always("rolled-back DDL leaves versions alone", Versions::rolledBack),
        Property.always("several DDL statements in one transaction", Versions::severalInOne),
        Property.always("what changes no table leaves versions alone", Versions::untouched),
        Property.always("DDL at once on different tables loses no version", Versions::atOnce),
        Property.always("two indexes at once are two changes", Indexes::atOnce));
  }

  /** Version of a table that exists, or the end of the examination. */
  static Version known(Lab lab, Session session, String table) throws SQLException, CannotTell {
    var version = Version.of(lab, session, table);
    if (version.isEmpty()) {
      throw new CannotTell("a table that was just created has no version");
    }
    return version.get();
  }

  /** Whether this pgGit claims to keep versions. */
  static boolean claimed(Lab lab) throws SQLException {
    return lab.contract().versionSql().isPresent()
        && (lab.isTrinity() || lab.shared().number("SELECT count(*) FROM pg_event_trigger") > 0);
  }

  private static Answer created(Lab lab) throws SQLException {
    if (lab.contract().versionSql().isEmpty() && lab.isTrinity()) {
      return Answer.broken("there is no pggit.get_version(text). Nobody can ask for a version");
    }
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    var forms = new LinkedHashMap<String, String>();
    forms.put("CREATE TABLE", "CREATE TABLE %s (id int PRIMARY KEY, data text)");
    forms.put("CREATE TABLE AS", "CREATE TABLE %s AS SELECT 1 AS id");
    forms.put("SELECT INTO", "SELECT 1 AS id INTO %s");
    forms.put("CREATE TABLE IF NOT EXISTS", "CREATE TABLE IF NOT EXISTS %s (id int)");
    forms.put("CREATE TABLE (LIKE …)", "CREATE TABLE %s (LIKE pg_am)");
    forms.put("CREATE UNLOGGED TABLE", "CREATE UNLOGGED TABLE %s (id int)");
    forms.put("a partitioned table", "CREATE TABLE %s (id int) PARTITION BY RANGE (id)");
    forms.put("CREATE TABLE in a function", "DO $$ BEGIN CREATE TABLE %s (id int); END $$");
    for (var form : forms.entrySet()) {
      var table = lab.name("created_");
      session.run(form.getValue().formatted(table));
      var version = Version.of(lab, session, table);
      findings.addUnless(version.isPresent(), form.getKey() + ": no version");
    }
    return findings.answer(
        forms.size() + " ways to create a table, each gives a version",
        "Tables come into being that pgGit does not know");
  }

  private static Answer altered(Lab lab) throws SQLException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("altered_");
    session.run("CREATE TABLE " + table + " (id int, data text, old int)");
    var findings = new Findings();
    var steps = alterations(table);
    for (int i = 0; i < 15; i++) { // past 9, 10 and 12, where numbers compared as text go wrong
      steps.put(
          "ADD COLUMN, the " + (i + 2) + ". time",
          "ALTER TABLE " + table + " ADD COLUMN m" + i + " int");
    }
    var last = known(lab, session, table);
    for (var step : steps.entrySet()) {
      session.run(step.getValue());
      var now = Version.of(lab, session, table);
      if (now.isEmpty()) {
        findings.add("after " + step.getKey() + " there is no version");
        break;
      } else if (!now.get().after(last)) {
        findings.add(
            now.get().text().equals(last.text())
                ? "%s leaves it at %s".formatted(step.getKey(), last)
                : "%s takes it back from %s to %s".formatted(step.getKey(), last, now.get()));
      }
      last = now.get();
    }
    return findings.answer(
        "%d changes of a table, %d steps forward, now %s"
            .formatted(steps.size(), steps.size(), last),
        "Different states of a table have the same version");
  }

  private static Map<String, String> alterations(String table) {
    var steps = new LinkedHashMap<String, String>();
    var alter = "ALTER TABLE " + table + " ";
    steps.put("ADD COLUMN", alter + "ADD COLUMN added int");
    steps.put("ADD COLUMN with a default", alter + "ADD COLUMN filled text DEFAULT 'x'");
    steps.put("RENAME COLUMN", alter + "RENAME COLUMN added TO renamed");
    steps.put("ALTER COLUMN TYPE", alter + "ALTER COLUMN renamed TYPE bigint");
    steps.put("SET DEFAULT", alter + "ALTER COLUMN renamed SET DEFAULT 1");
    steps.put("DROP DEFAULT", alter + "ALTER COLUMN renamed DROP DEFAULT");
    steps.put("SET NOT NULL", alter + "ALTER COLUMN renamed SET NOT NULL");
    steps.put("DROP NOT NULL", alter + "ALTER COLUMN renamed DROP NOT NULL");
    steps.put("ADD CHECK", alter + "ADD CONSTRAINT positive CHECK (id > 0)");
    steps.put("DROP CONSTRAINT", alter + "DROP CONSTRAINT positive");
    steps.put("ADD PRIMARY KEY", alter + "ADD PRIMARY KEY (id)");
    steps.put("ADD UNIQUE", alter + "ADD UNIQUE (data)");
    steps.put("DROP COLUMN", alter + "DROP COLUMN old");
    steps.put(
        "ADD COLUMN after SET UNLOGGED", alter + "SET UNLOGGED; " + alter + "ADD COLUMN u int");
    return steps;
  }

  /** PostgreSQL reports a statement with keys and sequences as several commands. */
  private static Answer oneStep(Lab lab) throws SQLException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var plain = lab.name("step_");
    var rich = lab.name("step_");
    session.run("CREATE TABLE " + plain + " (id int)");
    session.run(
        "CREATE TABLE %1$s (id serial PRIMARY KEY, u int UNIQUE, self int REFERENCES %1$s, c int CHECK (c > 0), a text DEFAULT 'x')"
            .formatted(rich));
    var findings = new Findings();
    var one = known(lab, session, plain);
    var other = known(lab, session, rich);
    session.run("ALTER TABLE " + plain + " ADD COLUMN more int");
    var stepped = known(lab, session, plain);
    if (jump(one, stepped) != 1) {
      return Answer.notApplicable(); // versions of this pgGit do not count changes
    }
    findings.addUnless(
        jump(one, other) == 0,
        "CREATE TABLE with keys gives version %s, without %s".formatted(other, one));
    session.run(
        "ALTER TABLE %1$s ADD COLUMN s serial, ADD UNIQUE (a), ADD COLUMN r int REFERENCES %1$s"
            .formatted(rich));
    var altered = known(lab, session, rich);
    findings.addUnless(
        jump(other, altered) <= 1 && raised(other, altered) <= raised(one, stepped),
        "one ALTER TABLE with keys takes it from %s to %s".formatted(other, altered));
    return findings.answer(
        "CREATE TABLE and ALTER TABLE with keys and sequences count once",
        "Changes are counted several times");
  }

  /** How far the first number that differs has moved. */
  private static long jump(Version from, Version to) {
    for (int i = 0; i < Math.min(from.numbers().size(), to.numbers().size()); i++) {
      long more = to.numbers().get(i) - from.numbers().get(i);
      if (more != 0) {
        return more;
      }
    }
    return 0;
  }

  /** How many numbers are higher: from 1.0.0 to 1.1.1 are two steps of different kinds. */
  private static long raised(Version from, Version to) {
    return IntStream.range(0, Math.min(from.numbers().size(), to.numbers().size()))
        .filter(i -> to.numbers().get(i) > from.numbers().get(i))
        .count();
  }

  private static Answer others(Lab lab) throws SQLException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var one = lab.name("other_");
    var two = lab.name("other_");
    var similar = one + "x";
    for (var table : List.of(one, two, similar)) {
      session.run("CREATE TABLE " + table + " (id int)");
    }
    var before = List.of(known(lab, session, two), known(lab, session, similar));
    session.run("ALTER TABLE " + one + " ADD COLUMN more int");
    session.run("CREATE TABLE " + lab.name("other_") + " (id int)");
    session.run("ALTER TABLE " + one + " DROP COLUMN more");
    var findings = new Findings();
    for (int i = 0; i < 2; i++) {
      var table = List.of(two, similar).get(i);
      var now = Version.of(lab, session, table);
      if (!now.map(Version::text).equals(Optional.of(before.get(i).text()))) {
        findings.add(
            "%s had version %s, and has %s after another table was changed"
                .formatted(table, before.get(i), now.map(Version::text).orElse("none")));
      }
    }
    session.run("DROP TABLE " + one);
    findings.addUnless(
        Version.of(lab, session, similar).isPresent(),
        "dropping one table took the version of another away");
    return findings.answer(
        "changing a table leaves the versions of others", "A version says nothing about its table");
  }

  /** Version of a table that is not there; an error that says so counts as none. */
  static Optional<Version> gone(Lab lab, Session session, String table, Findings findings)
      throws SQLException {
    var version = new ArrayList<Version>();
    var failure =
        session.attempt(
            () -> Version.of(lab, session, table).filter(v -> !v.ended()).ifPresent(version::add));
    failure
        .filter(
            f -> !f.isRefusal() && !f.state().startsWith("42P01") && !f.state().startsWith("02"))
        .ifPresent(f -> findings.add("asking for its version fails with " + f));
    return version.stream().findFirst();
  }

  private static Answer rolledBack(Lab lab) throws SQLException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("undo_");
    var never = lab.name("never_");
    session.run("CREATE TABLE " + table + " (id int)");
    var before = known(lab, session, table);
    session.begin();
    session.run("ALTER TABLE " + table + " ADD COLUMN more int");
    session.run("CREATE TABLE " + never + " (id int)");
    session.undo();
    session.begin();
    session.run("SAVEPOINT s");
    session.run("DROP TABLE " + table);
    session.run("ROLLBACK TO SAVEPOINT s");
    session.end();
    var findings = new Findings();
    var now = Version.of(lab, session, table).map(Version::text).orElse("none");
    findings.addUnless(
        now.equals(before.text()),
        "ALTER and DROP are rolled back, and its version went from %s to %s"
            .formatted(before, now));
    gone(lab, session, never, findings)
        .ifPresent(v -> findings.add("a table whose CREATE was rolled back has version " + v));
    return findings.answer(
        "ALTER, CREATE and DROP rolled back: versions as before",
        "Versions count changes that never happened");
  }

  private static Answer severalInOne(Lab lab) throws SQLException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var tables = List.of(lab.name("several_"), lab.name("several_"), lab.name("several_"));
    session.run("CREATE TABLE " + tables.get(0) + " (id int)");
    var first = known(lab, session, tables.get(0));
    session.begin();
    session.run("CREATE TABLE " + tables.get(1) + " (id int)");
    session.run("CREATE TABLE " + tables.get(2) + " (id int)");
    session.run("ALTER TABLE " + tables.get(0) + " ADD COLUMN a int");
    var between = Version.of(lab, session, tables.get(0));
    session.run("ALTER TABLE " + tables.get(0) + " ADD COLUMN b int");
    var inside = Version.of(lab, session, tables.get(0));
    session.run("DROP TABLE " + tables.get(2));
    session.end();
    var findings = new Findings();
    var after = Version.of(lab, session, tables.get(0));
    findings.addUnless(
        after.isPresent() && after.get().after(first), "two ALTER left the version at " + first);
    findings.addUnless(
        between.isEmpty() || inside.isEmpty() || inside.get().after(between.get()),
        "the second ALTER of a table leaves it at %s, so that commits before and after it have the same version"
            .formatted(between.map(Version::text).orElse("none")));
    findings.addUnless(
        inside.isPresent() && inside.equals(after),
        "before COMMIT the version was %s, after it is %s"
            .formatted(
                inside.map(Version::text).orElse("none"), after.map(Version::text).orElse("none")));
    findings.addUnless(
        Version.of(lab, session, tables.get(1)).isPresent(), "a table created has no version");
    gone(lab, session, tables.get(2), findings)
        .ifPresent(v -> findings.add("a table created and dropped has version " + v));
    return findings.answer(
        "created, altered twice, dropped: versions are right", "A migration is only half recorded");
  }

  private static Answer untouched(Lab lab) throws SQLException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("still_");
    session.run("CREATE TABLE " + table + " (id int, data text)");
    var before = known(lab, session, table).text();
    var findings = new Findings();
    var index = lab.name("still_view_");
    for (var statement :
        List.of(
            "INSERT INTO " + table + " SELECT n, 'x' FROM generate_series(1, 100) n",
            "UPDATE " + table + " SET data = 'y'",
            "ANALYZE " + table,
            "CREATE VIEW " + index + " AS SELECT * FROM " + table,
            "DROP VIEW " + index,
            "CREATE TABLE IF NOT EXISTS " + table + " (id int)",
            "DROP TABLE IF EXISTS no_such_table",
            "DELETE FROM " + table)) {
      session.run(statement);
      var now = Version.of(lab, session, table).map(Version::text).orElse("none");
      findings.addUnless(
          now.equals(before),
          "“%s” takes it from %s to %s"
              .formatted(statement.replace(table, "t").replace(index, "v"), before, now));
      before = now;
    }
    var failure = session.attempt(() -> session.make("still", "a commit changes no table"));
    var now = Version.of(lab, session, table).map(Version::text).orElse("none");
    findings.addUnless(
        failure.isPresent() || now.equals(before),
        "a commit takes it from " + before + " to " + now);
    return findings.answer(
        "rows, views, ANALYZE, commits and DDL without effect leave it at " + before,
        "Versions change although tables do not");
  }

  private static Answer atOnce(Lab lab) throws SQLException, InterruptedException, CannotTell {
    if (!claimed(lab)) {
      return Answer.notApplicable();
    }
    int count = Math.min(10, lab.sessions());
    int changes = 5;
    var sessions = lab.users(count);
    var findings = new Findings();
    var results =
        Crowd.atOnce(
            sessions,
            (i, session) -> {
              session.run("CREATE TABLE at_once_" + i + " (id int)");
              for (int n = 0; n < changes; n++) {
                session.run("ALTER TABLE at_once_" + i + " ADD COLUMN c" + n + " int");
              }
              return i;
            });
    Crowd.failures(results)
        .forEach(
            (failure, n) -> findings.add("%d of %d fail with %s".formatted(n, count, failure)));
    var alone = lab.user();
    alone.run("CREATE TABLE at_once_alone (id int)");
    for (int n = 0; n < changes; n++) {
      alone.run("ALTER TABLE at_once_alone ADD COLUMN c" + n + " int");
    }
    var expected = known(lab, alone, "at_once_alone");
    for (int i = 0; i < count; i++) {
      if (results.get(i).failure() == null) {
        var version = Version.of(lab, alone, "at_once_" + i).map(Version::text).orElse("none");
        findings.addUnless(
            version.equals(expected.text()) || expected.numbers().size() == 1,
            "a table changed %d times beside others has version %s, alone %s"
                .formatted(changes, version, expected));
      }
    }
    return findings.answer(
        "%d sessions, %d changes each: the same versions as alone".formatted(count, changes),
        "Migrations that run at the same time fail or go unrecorded");
  }
}
