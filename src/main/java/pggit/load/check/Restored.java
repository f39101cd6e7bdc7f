package pggit.load.check;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLState;
import pggit.load.measure.Severity;
import pggit.load.server.ScratchDatabase;

/**
 * Whether a backup can be brought back. The statements are those that pg_restore sends: settings,
 * extension, tables, the content that the extension wants dumped, and only then the keys.
 */
final class Restored {

  /** The beginning of every dump, but for the time limit, which stays. */
  private static final List<String> BEGINNING =
      List.of(
          "SET lock_timeout = 0",
          "SET client_encoding = 'UTF8'",
          "SET standard_conforming_strings = on",
          "SELECT pg_catalog.set_config('search_path', '', false)",
          "SET check_function_bodies = false",
          "SET client_min_messages = warning",
          "SET row_security = off");

  /** Name, schema, and whether the schema is a part of it. */
  private static final String PLACE =
      """
      SELECT quote_ident(e.extname), quote_ident(n.nspname),
             EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.refclassid = 'pg_extension'::regclass
                     AND d.refobjid = e.oid AND d.classid = 'pg_namespace'::regclass AND d.objid = n.oid)
      FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      WHERE e.oid = ?::oid\
      """;

  /** What is dumped of an extension: kind, name, columns, condition. */
  private static final String DUMPED =
      """
      SELECT c.relkind, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
             (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
             e.extcondition[o.place]
      FROM pg_catalog.pg_extension e
      CROSS JOIN LATERAL unnest(e.extconfig) WITH ORDINALITY o(oid, place)
      JOIN pg_catalog.pg_class c ON c.oid = o.oid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE quote_ident(e.extname) = ? AND c.relkind IN ('r', 'S') ORDER BY c.relkind DESC, o.place\
      """;

  /** Feature not supported, file not found: what CREATE EXTENSION says without its files. */
  private static final Set<String> NOT_THERE = Set.of("0A000", "58P01");

  /** The version of a table that has none. */
  private static final String NONE = "none";

  private Restored() {}

  static Family family() {
    return Family.of(
        "backup",
        Severity.LOSS,
        Property.of("a backup can be restored, and commits go on after it", Restored::examine));
  }

  private static Answer examine(Lab lab) throws SQLException, CannotTell {
    var admin = lab.admin();
    var extension = admin.text(Macros.of(lab).expand("SELECT e.oid FROM lab.extension() AS e"));
    if (extension == null) {
      return Answer.notApplicable(); // tables and triggers of no extension come back as any others
    }
    var table = lab.name("restored_");
    var user = lab.user();
    user.run("CREATE TABLE " + table + " (id int, data text)");
    user.run("ALTER TABLE " + table + " ADD COLUMN more int");
    user.run("ALTER TABLE " + table + " ADD PRIMARY KEY (id)");
    var version = version(lab, user, table);
    user.make("restored", "before the backup");
    user.make("restored", "the last one before the backup");
    var findings = new Findings();
    try (var database = ScratchDatabase.create(lab.server())) {
      try (var restoring = lab.adminIn(database.endpoint())) {
        for (var setting : BEGINNING) {
          restoring.run(setting);
        }
        restore(admin, restoring, admin.rows(PLACE, extension).get(0), table, findings);
      }
      try (var after = lab.adminIn(database.endpoint())) {
        if (findings.none()) {
          goOn(lab, after, table, version, findings);
        }
      }
    }
    return findings.answer(
        "extension, tables, history and keys in the order of pg_restore; then a commit and an ALTER"
            + " TABLE",
        "A backup is of no use: it cannot be brought back as it was");
  }

  private static void restore(
      Session from, Session to, String[] extension, String table, Findings findings)
      throws SQLException, CannotTell {
    boolean own = extension[2].equals("t");
    if (!own && !to.holds("SELECT to_regnamespace(?) IS NOT NULL", extension[1])) {
      to.run("CREATE SCHEMA " + extension[1]);
    }
    var made =
        to.attempt(
            "CREATE EXTENSION %s%s CASCADE"
                .formatted(extension[0], own ? "" : " WITH SCHEMA " + extension[1]));
    if (made.isPresent() && NOT_THERE.contains(made.get().state())) {
      throw new CannotTell("the server has no files of the extension any more: " + made.get());
    }
    if (made.filter(Failure::isPrivilege).isPresent()) {
      throw new CannotTell("the harness may not create the extension: " + made.get());
    }
    if (made.isPresent()) {
      findings.add("CREATE EXTENSION fails with " + made.get(), made.get());
      return;
    }
    to.accused("CREATE TABLE public." + table + " (id integer NOT NULL, data text, more integer)")
        .ifPresent(f -> findings.add("CREATE TABLE of the dump fails with " + f, f));
    Deque<String[]> left = new ArrayDeque<>(from.rows(DUMPED, extension[0]));
    for (int waiting = 0; !left.isEmpty(); ) {
      var dumped = left.remove();
      var failure = dumped[0].equals("S") ? sequence(from, to, dumped[1]) : table(from, to, dumped);
      boolean refersToLater =
          failure.isPresent()
              && failure.get().state().equals(PSQLState.FOREIGN_KEY_VIOLATION.getState());
      if (refersToLater && waiting < left.size()) {
        left.add(dumped);
        waiting++;
        continue;
      }
      waiting = 0;
      failure.ifPresent(
          f ->
              findings.add(
                  "the content of %s does not come back: it fails with %s"
                      .formatted(dumped[1].replace("\"", ""), f),
                  f));
    }
    to.accused(
            "ALTER TABLE ONLY public.%s ADD CONSTRAINT %s_pkey PRIMARY KEY (id)"
                .formatted(table, table))
        .ifPresent(f -> findings.add("ALTER TABLE of the dump fails with " + f, f));
  }

  private static Optional<Failure> sequence(Session from, Session to, String name)
      throws SQLException {
    var state = from.rows("SELECT last_value, is_called FROM " + name).get(0);
    return to.attempt(
        () ->
            to.text(
                "SELECT pg_catalog.setval('%s', %s, '%s')"
                    .formatted(name.replace("'", "''"), state[0], state[1])));
  }

  private static Optional<Failure> table(Session from, Session to, String[] dumped)
      throws SQLException {
    var bytes = new ByteArrayOutputStream();
    try {
      copying(from)
          .copyOut(
              "COPY (SELECT %s FROM ONLY %s %s) TO STDOUT"
                  .formatted(dumped[2], dumped[1], dumped[3]),
              bytes);
      var content = new ByteArrayInputStream(bytes.toByteArray());
      copying(to).copyIn("COPY %s (%s) FROM STDIN".formatted(dumped[1], dumped[2]), content);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(Failure.of(e));
    } catch (IOException e) { // from and to memory
      throw new UncheckedIOException(e);
    }
  }

  private static CopyManager copying(Session session) throws SQLException {
    return session.connection().unwrap(PGConnection.class).getCopyAPI();
  }

  private static void goOn(Lab lab, Session session, String table, String before, Findings findings)
      throws SQLException {
    var version = version(lab, session, table);
    findings.addUnless(
        before.equals(NONE) || version.equals(before),
        "a table that had version %s has %s after the restore".formatted(before, version));
    session
        .accused("ALTER TABLE public." + table + " ADD COLUMN later int")
        .ifPresent(f -> findings.add("after the restore ALTER TABLE fails with " + f, f));
    var after =
        "lab.after(%s, %s)"
            .formatted(ByName.literal(version(lab, session, table)), ByName.literal(version));
    findings.addUnless(
        version.equals(NONE) || session.holds("SELECT " + Macros.of(lab).expand(after)),
        "after the restore ALTER TABLE does not move the version forward",
        Signs.of(Symptom.VERSION_STAYS));
    session
        .attempt(() -> session.make("restored", "after the restore"))
        .ifPresent(f -> findings.add("after the restore a commit fails with " + f, f));
  }

  private static String version(Lab lab, Session session, String table) throws SQLException {
    var version = "SELECT lab.version('public', '" + table + "')";
    return Offer.VERSIONS.by(lab) ? session.text(Macros.of(lab).expand(version)) + "" : NONE;
  }
}
