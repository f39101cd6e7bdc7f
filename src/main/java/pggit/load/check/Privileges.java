package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Severity;

/** Who may do what. */
final class Privileges {

  private static final String MAY_CALL =
      """
      SELECT bool_or(has_function_privilege(p.oid, 'EXECUTE')) FROM pg_catalog.pg_proc p
      WHERE p.pronamespace = 'pggit'::regnamespace AND strpos(?, '.' || quote_ident(p.proname) || '(') > 0""";

  private Privileges() {}

  static Family family() {
    return Family.of(
        "privileges",
        Severity.REFUSAL,
        Property.of("whoever may call a commit can commit", Privileges::stranger),
        Property.always("not everybody may change the history", Privileges::open)
            .as(Severity.HYGIENE),
        Property.of(
            "a commit does not need rights to other people's tables", Privileges::otherTables),
        Property.of("roles with unusual names can commit", Privileges::names),
        Property.of("a commit keeps its author when the role goes", Privileges::gone)
            .as(Severity.INCOMPLETE));
  }

  private static Answer stranger(Lab lab) throws SQLException {
    var login = lab.stranger();
    if (login.isEmpty()) {
      return Answer.unknown("a role without privileges may not be created or may not connect here");
    }
    var session = lab.session(login.get());
    if (!session.holds("SELECT has_schema_privilege('pggit', 'USAGE')")) {
      return Answer.unknown("a role has to be granted USAGE on schema pggit first");
    }
    if (!session.holds(MAY_CALL, lab.contract().commitSql())) {
      return Answer.unknown("a role has to be granted EXECUTE first");
    }
    var made = new Made[1];
    var failure = session.attempt(() -> made[0] = session.make("stranger", "by a stranger"));
    if (failure.isEmpty()) {
      return Answer.of(
          lab.anatomy().isStored(lab.shared(), made[0]),
          "a role without any grant can commit",
          "a role without any grant gets an ID, and nothing is stored. It believes in a commit that"
              + " is not there");
    }
    return Answer.broken(
            failure.get().state().equals("42501")
                ? "everybody may call the commit function, and a role without grants gets %s from inside. Each role needs grants on pgGit's tables, with which it can change the history at will"
                    .formatted(failure.get())
                : "everybody may call the commit function, and a role without grants gets %s. Whether a commit works depends on who makes it"
                    .formatted(failure.get()))
        .seeing(failure);
  }

  private static Answer open(Lab lab) throws SQLException {
    var findings = new Findings();
    for (var table : lab.anatomy().tables()) {
      for (var privilege : List.of("UPDATE", "DELETE", "TRUNCATE")) {
        if (lab.shared().holds("SELECT has_table_privilege('public', ?, ?)", table, privilege)) {
          findings.add("everybody may " + privilege + " " + table.replace("\"", ""));
        }
      }
    }
    return findings.answer(
        "PUBLIC may not update, delete or truncate pgGit's tables",
        "Any role can rewrite or erase the history");
  }

  private static Answer otherTables(Lab lab) throws SQLException {
    var admin = lab.admin();
    var schema = lab.name("private_");
    admin.run("CREATE SCHEMA " + schema);
    admin.run("CREATE TABLE " + schema + ".secret (id int)");
    admin.run("INSERT INTO " + schema + ".secret VALUES (1)");
    var session = lab.user();
    var failure = session.attempt(() -> session.make("private", "beside a private table"));
    return Answer.of(
            failure.isEmpty(),
            "a commit works beside a table that the role may not read",
            failure
                    .map(f -> "beside a table that the role may not read a commit fails with " + f)
                    .orElse("")
                + ". One table without rights stops all commits of that role")
        .seeing(failure);
  }

  private static Answer names(Lab lab) throws SQLException, CannotTell {
    var role = new Role(lab, " O'Neil \"x\" Ü");
    try {
      var made = new ArrayList<Made>();
      var failure = role.attempt(admin -> made.add(admin.make("role-names", "by O'Neil")));
      return Answer.of(
              failure.isEmpty() && lab.anatomy().isStored(lab.shared(), made.get(0)),
              "a role whose name has quotes and blanks commits",
              failure
                      .map(f -> "a role whose name has quotes and blanks gets " + f)
                      .orElse("the commit of a role whose name has quotes is not stored")
                  + ". Such roles cannot commit")
          .seeing(failure);
    } finally {
      role.drop();
    }
  }

  private static Answer gone(Lab lab) throws SQLException, CannotTell {
    var column = lab.anatomy().author();
    if (column.isEmpty()) {
      return Answer.notApplicable();
    }
    var role = new Role(lab, "_leaves");
    try {
      var made = new ArrayList<Made>();
      if (role.attempt(admin -> made.add(admin.make("author-leaves", "by one who leaves")))
          .isPresent()) {
        throw new CannotTell("a new role cannot commit");
      }
      var commit = made.get(0);
      var before = lab.anatomy().value(lab.shared(), commit, "c." + column.get()).orElse("nobody");
      var failure = role.drop();
      if (failure.filter(f -> !f.state().equals("2BP01")).isPresent()) {
        throw new CannotTell(
            "the role cannot be dropped for a reason of its own: " + failure.get());
      }
      var after = lab.anatomy().value(lab.shared(), commit, "c." + column.get()).orElse("nobody");
      return Answer.of(
              failure.isEmpty() && after.equals(before),
              "DROP ROLE leaves the author of its commits as it is",
              failure.isPresent()
                  ? "a role that has committed cannot be dropped: " + failure.get()
                  : "after DROP ROLE the author of the role's commits is “%s”, before it was “%s”. Who made them cannot be found out any more"
                      .formatted(after, before))
          .seeing(failure);
    } finally {
      role.drop();
    }
  }

  /** A role that may do what the one that commits may do, and the session that acts as it. */
  private static final class Role {

    private interface Work {
      void run(Session session) throws SQLException;
    }

    private final Session admin;
    private final String name;

    Role(Lab lab, String suffix) throws SQLException, CannotTell {
      admin = lab.admin();
      name = Explorer.quoted(lab.stranger().map(e -> e.login().user()).orElse("") + suffix);
      if (lab.stranger().isEmpty() || admin.attempt("CREATE ROLE " + name).isPresent()) {
        throw new CannotTell(
            "a role without privileges may not be created or may not connect here");
      }
      if (admin.attempt("GRANT " + Explorer.quoted(lab.userName()) + " TO " + name).isPresent()) {
        drop();
        throw new CannotTell("the harness may not act as another role here");
      }
    }

    Optional<Failure> attempt(Work work) throws SQLException, CannotTell {
      if (admin.attempt("SET SESSION AUTHORIZATION " + name).isPresent()) {
        throw new CannotTell("the harness may not act as another role here");
      }
      var failure = admin.attempt(() -> work.run(admin));
      admin.run("RESET SESSION AUTHORIZATION");
      if (failure.isPresent() && failure.get().state().equals("42501")) {
        throw new CannotTell("the role may not commit: " + failure.get());
      }
      return failure;
    }

    /** Drops it, once or again; what that fails with. */
    Optional<Failure> drop() throws SQLException {
      return admin.attempt(
          "DO $$ BEGIN IF to_regrole(%1$s) IS NOT NULL THEN DROP OWNED BY %2$s; END IF; END $$; DROP ROLE IF EXISTS %2$s"
              .formatted(ByName.literal(name), name));
    }
  }
}
