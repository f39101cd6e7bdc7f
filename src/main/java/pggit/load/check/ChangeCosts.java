package pggit.load.check;

import java.sql.SQLException;
import pggit.load.measure.Severity;

/** What commits, changes of a table and questions cost when there were many changes before. */
final class ChangeCosts {

  /** Fewer than any pgGit would throw away again. */
  private static final int FIRST = 5;

  private static final int FEW = 50;

  /** With fewer rows PostgreSQL reads a table whole although it has an index. */
  private static final int MANY = 1000;

  /** Pages by which deeper indexes, and what a migration leaves in the catalog, may add. */
  private static final int PAGES = 100;

  /**
   * Prices a statement; it is asked once with few changes and once, in another session, with many.
   */
  private interface Pricing {
    Price of(Session session, String changed) throws SQLException;
  }

  private ChangeCosts() {}

  static Family family() {
    return Family.of(
        "costs with changes",
        Severity.LOAD,
        Property.always("old versions stay, however many follow", ChangeCosts::kept)
            .as(Severity.LOSS),
        Property.of(
            "the cost of a commit does not grow with the number of schema changes",
            lab ->
                examine(
                    lab, "a commit", (session, table) -> Price.ofCommit(lab, session, "changes"))),
        Property.always(
            "the cost of ALTER TABLE does not grow with the number of schema changes",
            ChangeCosts::ofAlter),
        Property.always(
            "the cost of get_version does not grow with the number of schema changes",
            lab ->
                ShownVersion.claimed(lab)
                    ? examine(
                        lab,
                        "get_version",
                        (session, table) -> Price.ofVersion(lab, session, table))
                    : Answer.notApplicable()));
  }

  private static Answer examine(Lab lab, String what, Pricing pricing) throws SQLException {
    var session = lab.user();
    var table = lab.name("changed_");
    int count = changes(lab);
    session.run("CREATE TABLE " + table + " (id int)");
    changes(session, table, FEW, FEW);
    Costs.analyze(lab);
    var few = pricing.of(session, table);
    changes(session, table, count, FEW);
    Costs.analyze(lab);
    var many = pricing.of(lab.user(), table); // without plans that were made for few
    boolean dearer = isDearer(few, many);
    boolean reads = many.rowsRead() - few.rowsRead() > count / 4;
    return Answer.of(
        !dearer && !reads,
        "%s touches %,d pages after %d changes, %,d after %,d"
            .formatted(what, few.buffers(), FEW, many.buffers(), FEW + count),
        "%s touches %,d pages and reads %,d rows of pgGit's tables after %,d changes of a table, %,d pages and %,d rows after %d. The more migrations there were the slower it becomes"
            .formatted(
                what,
                many.buffers(),
                many.rowsRead(),
                FEW + count,
                few.buffers(),
                few.rowsRead(),
                FEW));
  }

  private static boolean isDearer(Price few, Price many) {
    return many.buffers() - few.buffers() > Math.max(PAGES, few.buffers() * 6 / 10);
  }

  /** What becomes dearer without pgGit too is the catalog's doing. */
  private static Answer ofAlter(Lab lab) throws SQLException, CannotTell {
    var answer = examine(lab, "ALTER TABLE", (session, table) -> alter(lab, session));
    if (answer instanceof Answer.Broken) {
      var session = lab.withoutPgGit();
      var table = lab.name("changed_");
      session.run("CREATE TABLE " + table + " (id int)");
      changes(session, table, FEW, FEW);
      var few = alter(lab, session);
      changes(session, table, changes(lab), FEW);
      if (isDearer(few, alter(lab, session))) {
        throw new CannotTell("ALTER TABLE becomes dearer without pgGit too");
      }
    }
    return answer;
  }

  private static int changes(Lab lab) {
    return Math.max(MANY, lab.scale().history() / 10);
  }

  /** Tables that get rows with the first changes go on getting them, and lose none meanwhile. */
  private static Answer kept(Lab lab) throws SQLException {
    var session = lab.user();
    var table = lab.name("kept_");
    session.run("CREATE TABLE " + table + " (id int)");
    var before = lab.anatomy().counts(lab.shared());
    changes(session, table, FIRST, FIRST);
    var few = lab.anatomy().counts(lab.shared());
    changes(session, table, MANY, FEW);
    var many = lab.anatomy().counts(lab.shared());
    var findings = new Findings();
    few.forEach(
        (name, rows) -> {
          long first = rows - before.getOrDefault(name, 0L);
          long then = many.getOrDefault(name, 0L) - rows;
          findings.addUnless(
              first < FIRST || then > first * MANY / FIRST / 2,
              "%d changes of a table add %,d rows to %s, the %,d that follow only %,d"
                  .formatted(FIRST, first, name.replace("\"", ""), MANY, then));
        });
    return findings.answer(
        "%,d changes of a table, all still there".formatted(FIRST + MANY),
        "Old versions are thrown away, and with them what earlier commits recorded");
  }

  private static void changes(Session session, String table, int count, int atOnce)
      throws SQLException {
    for (int done = 0; done < count; done += atOnce) {
      session.run(
          "DO $$ BEGIN FOR i IN 1 .. %d LOOP EXECUTE 'ALTER TABLE %s ALTER COLUMN id SET DEFAULT ' || i; END LOOP; END $$"
              .formatted(atOnce, table));
    }
  }

  private static Price alter(Lab lab, Session session) throws SQLException {
    var table = lab.name("altered_");
    session.run("CREATE TABLE " + table + " (id int)");
    return Price.ofDdl(session, 7, () -> "ALTER TABLE " + table + " ALTER COLUMN id SET DEFAULT 1");
  }
}
