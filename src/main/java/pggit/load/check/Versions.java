package pggit.load.check;

import java.sql.SQLException;
import pggit.load.measure.Severity;

/** A table's version follows what is done to the table: what takes several sessions at once. */
final class Versions {

  private Versions() {}

  static Family family() {
    return Family.of(
            "versions",
            Severity.INCOMPLETE,
            Property.of("a commit sees the DDL of other sessions", States::ofOthers),
            Property.always("DDL at once on different tables loses no version", Versions::atOnce),
            Property.always("two indexes at once are two changes", Indexes::atOnce))
        .with("versions");
  }

  /** Version of a table that exists, or the end of the examination. */
  static ShownVersion known(Lab lab, Session session, String table)
      throws SQLException, CannotTell {
    var version = ShownVersion.of(lab, session, table);
    if (version.isEmpty()) {
      throw new CannotTell("a table that was just created has no version");
    }
    return version.get();
  }

  private static Answer atOnce(Lab lab) throws SQLException, InterruptedException, CannotTell {
    if (!ShownVersion.claimed(lab)) {
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
            (failure, n) ->
                findings.add("%d of %d fail with %s".formatted(n, count, failure), failure));
    var alone = lab.user();
    alone.run("CREATE TABLE at_once_alone (id int)");
    for (int n = 0; n < changes; n++) {
      alone.run("ALTER TABLE at_once_alone ADD COLUMN c" + n + " int");
    }
    var expected = known(lab, alone, "at_once_alone");
    for (int i = 0; i < count; i++) {
      if (results.get(i).failure() == null) {
        var version =
            ShownVersion.of(lab, alone, "at_once_" + i).map(ShownVersion::text).orElse("none");
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
