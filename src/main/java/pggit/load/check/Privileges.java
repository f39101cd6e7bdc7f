package pggit.load.check;

import java.sql.SQLException;
import java.util.List;

/** Who may do what. */
final class Privileges {

  private Privileges() {}

  static Family family() {
    return Family.of(
        "privileges",
        Property.of("whoever may call a commit can commit", Privileges::stranger),
        Property.always("not everybody may change the history", Privileges::open),
        Property.of(
            "a commit does not need rights to other people's tables", Privileges::otherTables),
        Property.of("roles with unusual names can commit", Privileges::names));
  }

  private static Answer stranger(Lab lab) throws SQLException {
    var login = lab.stranger();
    if (login.isEmpty()) {
      return Answer.unknown("the harness may not create a role here");
    }
    var session = lab.session(login.get());
    if (!session.holds("SELECT has_schema_privilege('pggit', 'USAGE')")) {
      return Answer.unknown("a role has to be granted USAGE on schema pggit first");
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
    if (failure.get().message().contains("permission denied for function ")
        && failure.get().message().contains("commit")) {
      return Answer.unknown("a role has to be granted EXECUTE first: " + failure.get());
    }
    return Answer.broken(
        "everybody may call the commit function, and a role without grants gets %s from inside. Each role needs grants on pgGit's tables, with which it can change the history at will"
            .formatted(failure.get()));
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
            + ". One table without rights stops all commits of that role");
  }

  private static Answer names(Lab lab) throws SQLException {
    var admin = lab.admin();
    var name = lab.stranger().map(e -> e.login().user() + " O'Neil \"x\" Ü").orElse("");
    if (name.isEmpty() || admin.attempt("CREATE ROLE " + Explorer.quoted(name)).isPresent()) {
      return Answer.unknown("the harness may not create a role here");
    }
    var role = Explorer.quoted(name);
    try {
      if (admin.attempt("GRANT " + Explorer.quoted(lab.userName()) + " TO " + role).isPresent()
          || admin.attempt("SET SESSION AUTHORIZATION " + role).isPresent()) {
        return Answer.unknown("the harness may not act as another role here");
      }
      var made = new Made[1];
      var failure = admin.attempt(() -> made[0] = admin.make("role-names", "by O'Neil"));
      if (failure.isPresent() && failure.get().state().equals("42501")) {
        return Answer.unknown("the role may not commit: " + failure.get());
      }
      return Answer.of(
          failure.isEmpty() && lab.anatomy().isStored(lab.shared(), made[0]),
          "a role whose name has quotes and blanks commits",
          failure
                  .map(f -> "a role whose name has quotes and blanks gets " + f)
                  .orElse("the commit of a role whose name has quotes is not stored")
              + ". Such roles cannot commit");
    } finally {
      admin.run("RESET SESSION AUTHORIZATION");
      admin.attempt("DROP OWNED BY " + role);
      admin.attempt("DROP ROLE " + role);
    }
  }
}
