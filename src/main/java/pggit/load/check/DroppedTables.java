package pggit.load.check;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of a version when its table goes, comes back or gets another name. */
final class DroppedTables {

  private static final int STEPS = 6;

  private DroppedTables() {}

  static Answer moved(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var schema = lab.name("moved_to_");
    var table = lab.name("moved_");
    session.run("CREATE SCHEMA " + schema);
    session.run("CREATE TABLE " + table + " (id int)");
    Versions.known(lab, session, table);
    var findings = new Findings();
    session.run("ALTER TABLE " + table + " SET SCHEMA " + schema);
    session.run("ALTER TABLE " + schema + "." + table + " ADD COLUMN more int");
    session.run("DROP TABLE " + schema + "." + table);
    Versions.gone(lab, session, table, findings)
        .ifPresent(v -> findings.add("after SET SCHEMA and DROP it still has version " + v));
    session.run("CREATE TABLE " + table + " (id int)");
    findings.addUnless(
        Version.of(lab, session, table).isPresent(),
        "a new table under its old name has no version");
    session.run("DROP TABLE " + table);
    session.run("CREATE TABLE " + schema + "." + table + " (id int)");
    session.run("SET search_path = " + schema + ", " + schema + "_new, public");
    var before = Version.of(lab, session, schema, table);
    session.run("ALTER SCHEMA " + schema + " RENAME TO " + schema + "_new");
    var renamed = Version.of(lab, session, schema + "_new", table);
    findings.addUnless(
        before.isEmpty() || renamed.isPresent(),
        "after ALTER SCHEMA … RENAME a table of the schema has no version under its new name");
    findings.addUnless(
        renamed.isEmpty() || !renamed.get().schema().equals(schema),
        "after ALTER SCHEMA … RENAME a table of the schema is told under the schema's old name");
    session.run("RESET search_path");
    session.run("DROP TABLE " + schema + "_new." + table);
    Versions.gone(lab, session, table, findings)
        .ifPresent(
            v -> findings.add("after ALTER SCHEMA … RENAME and DROP it still has version " + v));
    return findings.answer(
        "moved by SET SCHEMA, and along with a schema renamed: gone when dropped",
        "pgGit reports tables that do not exist");
  }

  static Answer dropped(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    var asked = Versions.gone(lab, session, "no_such_table", findings);
    findings.addUnless(
        asked.isEmpty(),
        "a table that never was has version " + asked.map(Version::text).orElse(""));
    var tables = List.of(lab.name("left_"), lab.name("left_"), lab.name("left_"));
    for (var table : tables) {
      session.run("CREATE TABLE " + table + " (id int)");
      Versions.known(lab, session, table);
    }
    session.run("DROP TABLE " + tables.get(0));
    session.run("DROP TABLE " + tables.get(1) + ", " + tables.get(2));
    for (var table : tables) {
      var left = Versions.gone(lab, session, table, findings);
      left.ifPresent(
          v ->
              findings.add(
                  (tables.indexOf(table) == 0 ? "DROP TABLE" : "DROP TABLE of two tables")
                      + " leaves a version "
                      + v));
    }
    for (var way : others(lab).entrySet()) {
      var table = lab.name("left_");
      if (session.attempt(way.getValue().get(0).formatted(table)).isEmpty()
          && lab.shared().attempt(way.getValue().get(1).formatted(table)).isEmpty()) {
        Versions.gone(lab, session, table, findings)
            .ifPresent(v -> findings.add(way.getKey() + " leaves a version " + v));
      }
    }
    return findings.answer(
        "none after DROP TABLE, none for a table that never was",
        "pgGit reports tables that do not exist");
  }

  /** Other statements that drop a table: how it is created, and how it goes. */
  private static Map<String, List<String>> others(Lab lab) {
    var ways = new LinkedHashMap<String, List<String>>();
    ways.put(
        "DROP TYPE … CASCADE of a typed table",
        List.of(
            "CREATE TYPE %1$s_type AS (id int); CREATE TABLE %1$s OF %1$s_type",
            "DROP TYPE %1$s_type CASCADE"));
    lab.stranger()
        .map(login -> Explorer.quoted(login.login().user()))
        .ifPresent(
            role ->
                ways.put(
                    "DROP OWNED",
                    List.of(
                        "CREATE TABLE %1$s (id int)",
                        "ALTER TABLE %1$s OWNER TO " + role + "; DROP OWNED BY " + role)));
    return ways;
  }

  /** One row that goes may say that the table is there; as many as it had versions are history. */
  static Answer remembered(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("remembered_");
    session.run("CREATE TABLE " + table + " (id int)");
    Versions.known(lab, session, table);
    for (int i = 0; i < STEPS; i++) { // of one column, of which pgGit may have a row too
      session.run(
          "ALTER TABLE %s ALTER COLUMN id TYPE %s"
              .formatted(table, i % 2 == 0 ? "bigint" : "integer"));
    }
    var before = lab.anatomy().counts(lab.shared());
    session.run("DROP TABLE " + table);
    var findings = new Findings();
    lab.anatomy()
        .counts(lab.shared())
        .forEach(
            (name, rows) -> {
              long gone = before.getOrDefault(name, 0L) - rows;
              findings.addUnless(
                  gone < STEPS,
                  "DROP TABLE of a table that was altered %d times deletes %d rows of %s"
                      .formatted(STEPS, gone, name.replace("\"", "")));
            });
    return findings.answer(
        "no table of pgGit lost rows to it but for a row or two",
        "What earlier commits recorded of the table is gone");
  }

  static Answer recreated(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("again_");
    session.run("CREATE TABLE " + table + " (id int)");
    session.run("ALTER TABLE " + table + " ADD COLUMN more int");
    var before = Versions.known(lab, session, table);
    session.run("DROP TABLE " + table);
    session.run("CREATE TABLE " + table + " (id int)");
    var findings = new Findings();
    var again = Version.of(lab, session, table);
    if (again.isEmpty()) {
      findings.add("the table created again has no version");
    } else {
      findings.addUnless(
          !before.after(again.get()),
          "it had %s before DROP and has %s now".formatted(before, again.get()));
      session.run("ALTER TABLE " + table + " ADD COLUMN more int");
      var altered = Version.of(lab, session, table);
      findings.addUnless(
          altered.isPresent() && altered.get().after(again.get()),
          "ALTER TABLE of the table created again does not move its version");
    }
    var last = Version.of(lab, session, table);
    session.begin();
    session.run("DROP TABLE " + table);
    session.run("CREATE TABLE " + table + " (id int)");
    session.end();
    var replaced = Version.of(lab, session, table);
    findings.addUnless(
        replaced.isPresent(), "after DROP and CREATE in one transaction it has no version");
    findings.addUnless(
        replaced.isEmpty() || last.isEmpty() || !replaced.equals(last),
        "after DROP and CREATE in one transaction, as other columns, it still has version "
            + last.map(Version::text).orElse("none"));
    return findings.answer(
        "%s, DROP, CREATE: %s".formatted(before, again.map(Version::text).orElse("none")),
        "The same version stands for two different tables");
  }

  /** As tools do that build a table anew beside the one in use. */
  private static void swapped(Lab lab, Session session, Findings findings) throws SQLException {
    var table = lab.name("swapped_");
    session.run("CREATE TABLE " + table + " (id int)");
    for (var type : List.of("bigint", "int", "bigint", "int")) { // ahead of the new one in any way
      session.run("ALTER TABLE " + table + " ALTER COLUMN id TYPE " + type);
      session.run("ALTER TABLE " + table + " ADD COLUMN c" + lab.name("") + " int");
    }
    session.run("CREATE TABLE " + table + "_new (id int)");
    session.run("ALTER TABLE " + table + " RENAME TO " + table + "_old");
    session.run("ALTER TABLE " + table + "_new RENAME TO " + table);
    var now = Version.of(lab, session, table);
    findings.addUnless(
        now.isPresent() && Version.of(lab, session, table + "_old").isPresent(),
        "after t was renamed to t_old and t_new to t one of them has no version");
    session.run("ALTER TABLE " + table + " ADD COLUMN more int");
    var altered = Version.of(lab, session, table);
    findings.addUnless(
        now.isEmpty() || (altered.isPresent() && altered.get().after(now.get())),
        "after t was renamed to t_old and t_new to t an ALTER TABLE of t leaves its version at "
            + now.map(Version::text).orElse("none"));
  }

  static Answer renamed(Lab lab) throws SQLException, CannotTell {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("name_");
    session.run("CREATE TABLE " + table + " (id int)");
    Versions.known(lab, session, table);
    session.run("ALTER TABLE " + table + " RENAME TO " + table + "_new");
    var findings = new Findings();
    findings.addUnless(
        Version.of(lab, session, table + "_new").isPresent(), "the new name has no version");
    var old = Versions.gone(lab, session, table, findings);
    old.ifPresent(v -> findings.add("the old name still has version " + v));
    session.run("CREATE TABLE " + table + " (id int)"); // the name is free again
    findings.addUnless(
        Version.of(lab, session, table).isPresent(),
        "a new table under the old name has no version");
    swapped(lab, session, findings);
    return findings.answer(
        "the new name has a version, the old one has none", "A renamed table is lost to pgGit");
  }
}
