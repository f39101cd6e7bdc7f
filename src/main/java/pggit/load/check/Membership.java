package pggit.load.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import pggit.load.measure.Severity;

/** pgGit as an extension: dumped with its history, dropped without a trace. */
final class Membership {

  /** OID of the extension that pgGit is, if it is one. */
  static final String EXTENSION =
      """
      SELECT e.oid FROM pg_catalog.pg_extension e WHERE EXISTS (
        SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.objid
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass
          AND d.refobjid = e.oid AND d.deptype = 'e' AND n.nspname = 'pggit')""";

  private Membership() {}

  static Family family() {
    return Family.of(
        "extension",
        Severity.LOSS,
        Property.always("pg_dump takes the history along", Membership::dumped),
        Property.always("DROP EXTENSION leaves nothing behind", Membership::dropped)
            .as(Severity.HYGIENE));
  }

  private static Answer dumped(Lab lab) throws SQLException {
    var admin = lab.admin();
    var extension = admin.text(EXTENSION);
    if (extension == null) {
      return Answer.notApplicable(); // tables of no extension are dumped like any others
    }
    // What a commit changes is history, and so is a part of what DDL changes: the rest may be
    // caches, by OIDs that another database does not have. Settings may be left out.
    var session = lab.user();
    var before = lab.anatomy().counts(admin);
    var numbers = Ids.values(admin);
    session.attempt(() -> session.make("dumped", "dumped"));
    var written = changed(lab, admin, before);
    var between = lab.anatomy().counts(admin);
    session.run("CREATE TABLE dumped (id int)");
    session.run("ALTER TABLE dumped ADD COLUMN more int");
    var byDdl = changed(lab, admin, between);
    var changedBefore = lab.anatomy().counts(admin);
    session.attempt(() -> session.make("dumped", "dumped after DDL"));
    written.addAll(changed(lab, admin, changedBefore));
    Ids.values(admin)
        .forEach(
            (sequence, value) -> {
              if (!value.equals(numbers.get(sequence))) {
                written.add(sequence.replace("\"", ""));
              }
            });
    var left =
        admin.column(
            """
            SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
            WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.oid = ?::oid
              AND c.relkind IN ('r', 'p', 'S') AND NOT c.oid = ANY (coalesce(e.extconfig, '{}'))
            ORDER BY 1""",
            extension);
    if (left.containsAll(byDdl)) {
      written.addAll(byDdl);
    }
    var lost = left.stream().map(String::valueOf).filter(written::contains).toList();
    return Answer.of(
        lost.isEmpty(),
        "the tables and sequences that commits and DDL write to are dumped",
        "%s: part%s of the extension and not marked with pg_extension_config_dump, so that pg_dump leaves the content out. A database restored from a backup has lost this history"
            .formatted(String.join(", ", lost), lost.size() == 1 ? "" : "s"));
  }

  private static Set<String> changed(Lab lab, Session admin, Map<String, Long> before)
      throws SQLException {
    return lab.anatomy().changes(admin, before).stream()
        .map(c -> c.substring(0, c.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  private static Answer dropped(Lab lab) throws SQLException {
    var admin = lab.admin();
    var extension = admin.text(EXTENSION);
    if (extension == null) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    session.attempt(() -> session.make("to-be-dropped", "a last commit"));
    session.run("CREATE TABLE stays (id int)");
    // One that the control file names is made by CREATE EXTENSION and belongs to nobody.
    var schema =
        admin.text(
            "SELECT extnamespace::regnamespace FROM pg_extension WHERE oid = ?::oid", extension);
    var name =
        admin.text("SELECT quote_ident(extname) FROM pg_extension WHERE oid = ?::oid", extension);
    var findings = new Findings();
    var failure = admin.attempt("DROP EXTENSION " + name + " CASCADE");
    if (failure.isPresent()) {
      return failure.get().isPrivilege()
          ? Answer.unknown("the harness may not drop it: " + failure.get())
          : Answer.broken("DROP EXTENSION fails with " + failure.get() + ". It cannot be removed")
              .seeing(failure);
    }
    for (var left :
        admin.column(
            """
            SELECT 'schema ' || nspname FROM pg_catalog.pg_namespace n WHERE (nspname = 'pggit' OR nspname LIKE 'pggit\\_%')
              AND (quote_ident(nspname) <> ?
                   OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid)
                   OR EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid))
            UNION ALL SELECT 'event trigger ' || evtname FROM pg_catalog.pg_event_trigger
            UNION ALL SELECT 'role setting ' || setconfig::text FROM pg_catalog.pg_db_role_setting s
            JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()""",
            String.valueOf(schema))) {
      findings.add("left behind: " + left);
    }
    for (var ddl : List.of("CREATE TABLE after_drop (id int)", "DROP TABLE stays")) {
      session
          .accused(ddl)
          .ifPresent(f -> findings.add("afterwards “" + ddl + "” fails with " + f, f));
    }
    failure = admin.attempt("CREATE EXTENSION " + name + " CASCADE");
    failure.ifPresent(f -> findings.add("it cannot be installed again: " + f, f));
    if (failure.isEmpty() && session.attempt(() -> session.make("again", "again")).isPresent()) {
      lab.admin()
          .attempt(() -> admin.make("again", "again"))
          .ifPresent(f -> findings.add("installed again, a commit fails with " + f, f));
    }
    return findings.answer(
        "dropped without a trace, installed again", "Trying pgGit out cannot be undone");
  }
}
