package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Severity;

/** Kinds of transactions and settings of sessions that commits have to get along with. */
final class Modes {

  private Modes() {}

  static Family family() {
    return Family.of(
        "transactions and settings",
        Severity.REFUSAL,
        Property.of("commits work in stricter isolation levels", Modes::isolation),
        Property.of("a read-only transaction refuses a commit", Modes::readOnly)
            .as(Severity.HYGIENE),
        Property.of("settings of a session do not break commits", Modes::settings),
        Property.always("settings of a session do not break DDL", Modes::ddl));
  }

  private static Answer isolation(Lab lab) throws SQLException {
    var session = lab.user();
    var other = lab.user();
    session.make("levels", "there");
    var findings = new Findings();
    newForBoth(lab, findings);
    for (var level : List.of("REPEATABLE READ", "SERIALIZABLE")) {
      session.begin();
      session.run("SET TRANSACTION ISOLATION LEVEL " + level);
      session.text("SELECT count(*) FROM pggit.commits"); // takes the snapshot
      other.make("levels-other", "by somebody else meanwhile");
      var failure =
          Failure.in(
              () -> {
                var made = session.make("levels", "in " + level);
                session.make(lab.name("levels-"), "on a new branch in " + level);
                session.end();
                findings.addUnless(
                    lab.anatomy().isStored(session, made), level + ": the commit is not stored");
              });
      if (failure.isPresent()) {
        session.undo();
        findings.add(
            level + ", with a commit of another session on another branch: " + failure.get(),
            failure.get());
      }
    }
    return findings.answer(
        "REPEATABLE READ and SERIALIZABLE, beside a commit on another branch",
        "Applications that use these levels cannot commit while others do");
  }

  /** A branch that another session began after the snapshot was taken: refused, or done. */
  private static void newForBoth(Lab lab, Findings findings) throws SQLException {
    var session = lab.user();
    var branch = lab.name("levels-");
    session.begin();
    session.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session.text("SELECT count(*) FROM pggit.commits");
    lab.user().make(branch, "the first, by somebody else meanwhile");
    session.run("SET LOCAL statement_timeout = '2500ms'");
    var failure = session.attempt(() -> session.commit(branch, "on a branch it does not see"));
    session.undo();
    session.close(); // and whatever it still holds
    findings.addUnless(
        failure.isEmpty() || !failure.get().isTimeout(),
        "REPEATABLE READ, on a branch that another session began meanwhile: no end within 2.5 s");
  }

  private static Answer readOnly(Lab lab) throws SQLException {
    var session = lab.user();
    var before = lab.anatomy().counts(lab.shared());
    session.begin();
    session.run("SET TRANSACTION READ ONLY");
    var made = new Made[1];
    var failure = Failure.in(() -> made[0] = session.make("read-only", "read only"));
    session.undo();
    var left = lab.anatomy().changes(lab.shared(), before);
    if (failure.isEmpty()) {
      return Answer.broken(
          "in a read-only transaction a commit returns ID %s; %s. Its caller believes in a commit that is not there"
              .formatted(
                  made[0].id(), left.isEmpty() ? "nothing is stored" : String.join(", ", left)));
    }
    return Answer.of(
            left.isEmpty() && failure.get().state().equals("25006"),
            "refused with 25006, nothing stored",
            "in a read-only transaction a commit fails with %s%s. The caller cannot tell why"
                .formatted(
                    failure.get(), left.isEmpty() ? "" : ", and yet " + String.join(", ", left)))
        .seeing(failure);
  }

  /** pgjdbc gives a session up when this is changed, unless it is back when the answer comes. */
  private static final List<String> DATE_STYLES =
      List.of("German, DMY", "SQL, MDY", "Postgres, MDY");

  private static String inDateStyle(String style, String statement) {
    return "SET DateStyle = '" + style + "'; " + statement + "; RESET DateStyle";
  }

  private static List<String> all() {
    return List.of(
        "SET TimeZone = 'Asia/Kathmandu'",
        "SET IntervalStyle = 'sql_standard'",
        "SET bytea_output = 'escape'",
        "SET standard_conforming_strings = off",
        "SET extra_float_digits = -10",
        "SET lc_numeric = 'C'",
        "SET quote_all_identifiers = on",
        "SET array_nulls = off",
        "SET transform_null_equals = on",
        "SET enable_indexscan = off",
        "SET enable_seqscan = off",
        "SET jit_above_cost = 0",
        "SET work_mem = '64kB'",
        "SET plpgsql.variable_conflict = 'use_column'",
        "SET plpgsql.extra_errors = 'all'",
        "SET default_transaction_deferrable = on",
        "SET row_security = off",
        "SET check_function_bodies = off",
        "SET debug_parallel_query = on", // a function that writes is not PARALLEL SAFE
        "SET client_min_messages = debug1",
        "SET xmlbinary = 'hex'",
        "SET session_replication_role = replica");
  }

  private static Answer settings(Lab lab) throws SQLException {
    var findings = new Findings();
    int tried = 0;
    for (var style : DATE_STYLES) {
      var call = Literals.call(lab, Session.NAME, "date-style", "in " + style);
      tried++;
      var session = lab.user();
      session
          .attempt(inDateStyle(style, "SELECT " + call))
          .ifPresent(
              f -> findings.add("with DateStyle “" + style + "” a commit fails with " + f, f));
    }
    var text = keptAnyway(lab);
    for (var setting : all()) {
      var session = lab.user();
      if (session.attempt(setting).isPresent()) {
        session.close(); // not for this role
        continue;
      }
      tried++;
      var message = text + setting.replace("'", "");
      var made = new Made[1];
      var failure = session.attempt(() -> made[0] = session.make(lab.name("set-"), message));
      if (failure.isPresent()) {
        findings.add("after “" + setting + "” a commit fails with " + failure.get(), failure.get());
      } else {
        var stored = lab.anatomy().stored(lab.shared(), made[0]).orElse("nothing");
        findings.addUnless(
            stored.equals(message),
            "after “" + setting + "” the message is " + Text.change(message, stored));
        if (lab.anatomy().registry().isPresent()) {
          findings.addUnless(
              lab.anatomy().registered(lab.shared(), made[0].id()) == 1,
              "after “" + setting + "” the ID is not registered");
        }
      }
      session.close();
    }
    return findings.answer(
        tried + " settings, from DateStyle to standard_conforming_strings",
        "Whether a commit works depends on settings that have nothing to do with it");
  }

  /** A text that is not harmed without any setting: only then a setting is what harms it. */
  private static String keptAnyway(Lab lab) throws SQLException {
    var session = lab.user();
    for (var text : List.of("it's \\ 1.5 äö 🐘 ", "it's \\ 1.5 ", "it's 1.5 äö ")) {
      var made = new ArrayList<Made>();
      var failure = session.attempt(() -> made.add(session.make("no-setting", text + "SET")));
      if (failure.isEmpty()
          && lab.anatomy().stored(session, made.get(0)).equals(Optional.of(text + "SET"))) {
        return text;
      }
    }
    return "plain ";
  }

  private static Answer ddl(Lab lab) throws SQLException {
    var findings = new Findings();
    var odd = odd(lab);
    int tried = 0;
    for (var style : DATE_STYLES) {
      var table = lab.name("style_");
      var session = lab.user();
      tried++;
      session
          .accused(inDateStyle(style, "CREATE TABLE " + table + " (id int)"))
          .ifPresent(
              f -> findings.add("with DateStyle “" + style + "” CREATE TABLE fails with " + f, f));
    }
    for (var setting : all()) {
      if (setting.contains("replica")) {
        continue; // turns ordinary event triggers off, as it is meant to
      }
      var session = lab.user();
      if (session.attempt(setting).isEmpty()) {
        tried++;
        var table = lab.name("set_") + odd.orElse("");
        session
            .accused(
                () -> {
                  session.run(create(table));
                  versioned(lab, session, table, setting, odd, findings);
                  session.run("DROP TABLE " + Explorer.quoted(table));
                })
            .ifPresent(
                f -> findings.add("after “" + setting + "” CREATE TABLE fails with " + f, f));
      }
      session.close();
    }
    return findings.answer(
        tried + " settings",
        "Whether DDL works depends on settings that have nothing to do with it");
  }

  private static String create(String table) {
    return "CREATE TABLE " + Explorer.quoted(table) + " (id int DEFAULT 1, d text DEFAULT 'x')";
  }

  private static void versioned(
      Lab lab,
      Session session,
      String table,
      String setting,
      Optional<String> odd,
      Findings findings)
      throws SQLException {
    findings.addUnless(
        odd.isEmpty() || ShownVersion.ofEither(lab, session, table).isPresent(),
        "after “" + setting + "” a new table has no version");
  }

  /** What makes a table's name a trial; empty if tables have no versions even without a setting. */
  private static Optional<String> odd(Lab lab) throws SQLException {
    var session = lab.user();
    for (var odd : List.of("\\'s \"x\"", "")) {
      var table = lab.name("no_set_") + odd;
      if (ShownVersion.claimed(lab)
          && session.attempt(create(table)).isEmpty()
          && ShownVersion.ofEither(lab, session, table).isPresent()) {
        return Optional.of(odd);
      }
    }
    return Optional.empty();
  }
}
