package pggit.load.check;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pggit.load.measure.Severity;

/** Numbers in pgGit's tables that go up by one with each commit. */
final class Counters {

  private static final int STEP = 5;
  private static final int EACH = 5;

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
            Severity.REFUSAL,
            Property.of("what counts commits counts those made at once", Counters::atOnce)
                .as(Severity.INCOMPLETE))
        .with("counters");
  }

  /** The sum of every numeric column, by table, column and type. */
  private static Map<String, BigDecimal> sums(Lab lab) throws SQLException {
    var values = new TreeMap<String, BigDecimal>();
    for (var table : lab.anatomy().tables()) {
      for (var column : lab.shared().rows(NUMBERS, table)) {
        var value = lab.shared().text("SELECT sum(" + column[0] + ") FROM " + table);
        values.put(
            "%s.%s (%s)".formatted(table.replace("\"", ""), column[0], column[1]),
            new BigDecimal(value == null ? "0" : value));
      }
    }
    return values;
  }

  /** Those that went up by one with each commit. */
  private static List<String> counters(
      Map<String, BigDecimal> before, Map<String, BigDecimal> after) {
    return after.entrySet().stream()
        .filter(
            now ->
                now.getValue()
                        .subtract(before.getOrDefault(now.getKey(), now.getValue()))
                        .compareTo(BigDecimal.valueOf(STEP))
                    == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void commits(Session session, String branch) throws SQLException {
    for (int i = 0; i < STEP; i++) {
      session.make(branch, "counted");
    }
  }

  private static Answer atOnce(Lab lab) throws SQLException, InterruptedException, CannotTell {
    var sessions = lab.users(Math.min(8, lab.sessions()));
    var branch = lab.name("counted-");
    sessions.get(0).make(branch, "the branch is there");
    var start = sums(lab);
    commits(sessions.get(0), branch);
    var then = sums(lab);
    commits(sessions.get(0), branch);
    var before = sums(lab);
    var counters = new ArrayList<>(counters(start, then));
    counters.retainAll(counters(then, before));
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
    var after = sums(lab);
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
