package pggit.load.check;

import java.sql.SQLException;

/** CREATE INDEX lets another one of the same table in beside it, as no other change does. */
final class Indexes {

  private Indexes() {}

  static Answer atOnce(Lab lab) throws SQLException, CannotTell {
    if (!ShownVersion.claimed(lab)) {
      return Answer.notApplicable();
    }
    var one = lab.user();
    var expected = oneAfterTheOther(lab, one);
    if (expected.isEmpty() || !expected.equals(oneAfterTheOther(lab, one))) {
      return Answer.notApplicable(); // an index is no change of its table, or changes do not count
    }
    var table = lab.name("indexed_");
    one.run("CREATE TABLE " + table + " (id int, data text)");
    var other = lab.user();
    other.run("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED");
    one.begin();
    one.run("CREATE INDEX ON " + table + " (id)");
    var beside = Beside.start(lab, other, () -> other.run("CREATE INDEX ON " + table + " (data)"));
    beside.waits(); // which it may
    one.end();
    var failure = beside.end();
    if (failure.filter(Failure::isWait).isPresent()) {
      throw new CannotTell("a second CREATE INDEX did not come to an end in time");
    }
    if (failure.isPresent()) {
      return Answer.broken(
              "CREATE INDEX fails with %s while another index of the table is made. Migrations that PostgreSQL lets run at the same time fail"
                  .formatted(failure.get()))
          .seeing(failure);
    }
    var version = Versions.known(lab, one, table).text();
    return Answer.of(
        version.equals(expected),
        "two indexes made at once lead to version " + version + ", as one after the other",
        "two indexes made at once lead to version %s, one after the other to %s. A change of the table is not counted"
            .formatted(version, expected));
  }

  /** The version of a table with two indexes; empty if they are no changes of it. */
  private static String oneAfterTheOther(Lab lab, Session session) throws SQLException, CannotTell {
    var table = lab.name("indexed_");
    session.run("CREATE TABLE " + table + " (id int, data text)");
    var before = Versions.known(lab, session, table);
    session.run("CREATE INDEX ON " + table + " (id)");
    session.run("CREATE INDEX ON " + table + " (data)");
    var after = Versions.known(lab, session, table);
    return after.equals(before) ? "" : after.text();
  }
}
