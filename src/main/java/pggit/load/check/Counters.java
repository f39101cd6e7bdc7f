package pggit.load.check;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Numbers in pgGit's tables that go up by one with each commit, or with each ALTER TABLE. */
final class Counters {

  private static final int STEP = 5;
  private static final int EACH = 5;

  /** Less than eight digits before the point. */
  private static final Pattern SHORT_NUMERIC = Pattern.compile("numeric\\([1-7],0\\)");

  private static final String NUMBERS =
      """
      SELECT quote_ident(a.attname), pg_catalog.format_type(a.atttypid, a.atttypmod)
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped
        AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype)""";

  private Counters() {}

  static Family family() {
    return Family.of(
        "counters",
        Property.of("numbers that grow with each commit last", Counters::last),
        Property.always("numbers that grow with each ALTER TABLE last", Counters::ofTables),
        Property.of("what counts commits counts those made at once", Counters::atOnce));
  }

  /** An aggregate of every numeric column, by table, column and type. */
  private static Map<String, BigDecimal> all(Lab lab, String aggregate) throws SQLException {
    var values = new TreeMap<String, BigDecimal>();
    for (var table : lab.anatomy().tables()) {
      for (var column : lab.shared().rows(NUMBERS, table)) {
        var value = lab.shared().text("SELECT " + aggregate + "(" + column[0] + ") FROM " + table);
        values.put(
            "%s.%s (%s)".formatted(table.replace("\"", ""), column[0], column[1]),
            new BigDecimal(value == null ? "0" : value));
      }
    }
    return values;
  }

  private static List<String> moved(
      Map<String, BigDecimal> before, Map<String, BigDecimal> after, int least, int most) {
    var moved = new ArrayList<String>();
    after.forEach(
        (name, value) -> {
          var more = value.subtract(before.getOrDefault(name, value));
          if (more.compareTo(BigDecimal.valueOf(least)) >= 0
              && more.compareTo(BigDecimal.valueOf(most)) <= 0) {
            moved.add(name);
          }
        });
    return moved;
  }

  private static void commits(Session session, String branch) throws SQLException {
    for (int i = 0; i < STEP; i++) {
      session.make(branch, "counted");
    }
  }

  private static Answer last(Lab lab) throws SQLException {
    var session = lab.user();
    commits(session, "counters");
    var before = all(lab, "max");
    commits(session, "counters");
    return roomy(
        moved(before, all(lab, "max"), STEP, 10 * STEP),
        "After that many commits no further one is possible");
  }

  /** Changes that a table can have any number of: a column more it can have 1600 times at most. */
  private static Answer ofTables(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("counters_");
    session.run("CREATE TABLE " + table + " (id int)");
    var growing = new TreeSet<String>();
    for (var change : List.of("SET DEFAULT %d", "TYPE numeric(%d)")) {
      alter(session, table, change, 10);
      var before = all(lab, "max");
      alter(session, table, change, 10 + STEP);
      growing.addAll(moved(before, all(lab, "max"), STEP, 10 * STEP));
    }
    return roomy(growing, "After that many changes of a table ALTER TABLE fails");
  }

  private static void alter(Session session, String table, String change, int from)
      throws SQLException {
    for (int i = from; i < from + STEP; i++) {
      session.run("ALTER TABLE %s ALTER COLUMN id %s".formatted(table, change.formatted(i)));
    }
  }

  private static Answer roomy(Collection<String> growing, String meaning) {
    var findings = new Findings();
    for (var name : growing) {
      findings.addUnless(!name.endsWith("(smallint)"), name + " ends at 32,767");
      findings.addUnless(
          !SHORT_NUMERIC.matcher(name).find(), name + " has too few digits for a long history");
    }
    return findings.answer(growing.size() + " numbers grow, each with room for millions", meaning);
  }

  private static Answer atOnce(Lab lab) throws SQLException, InterruptedException {
    var sessions = lab.users(Math.min(8, lab.sessions()));
    var branch = lab.name("counted-");
    sessions.get(0).make(branch, "the branch is there");
    var start = all(lab, "sum");
    commits(sessions.get(0), branch);
    var then = all(lab, "sum");
    commits(sessions.get(0), branch);
    var before = all(lab, "sum");
    var counters = moved(start, then, STEP, STEP);
    counters.retainAll(moved(then, before, STEP, STEP));
    if (counters.isEmpty()) {
      return Answer.notApplicable();
    }
    var results =
        Crowd.atOnce(
            sessions,
            (i, session) -> {
              int done = 0;
              for (int n = 0; n < EACH; n++) {
                done += Failure.in(() -> session.make(branch, "counted at once")).isEmpty() ? 1 : 0;
              }
              return done;
            });
    int done = results.stream().mapToInt(r -> r.value() == null ? 0 : r.value()).sum();
    var after = all(lab, "sum");
    var findings = new Findings();
    for (var name : counters) {
      var more = after.getOrDefault(name, BigDecimal.ZERO).subtract(before.get(name));
      findings.addUnless(
          more.compareTo(BigDecimal.valueOf(done)) == 0,
          "%s went up by %s during %d commits of %d sessions"
              .formatted(name, more.toPlainString(), done, sessions.size()));
    }
    return findings.answer(
        "%s: right after %d commits at once".formatted(String.join(", ", counters), done),
        "Updates of the counter overwrite each other");
  }
}
