package pggit.load.check;

import static java.util.stream.Collectors.toSet;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a commit keeps of the tables as they are, where it keeps anything of them. */
final class States {

  /** What else there is in the row of a commit: its columns, each with a digest of its value. */
  private static final String COLUMNS =
      """
      SELECT string_agg(key || '=' || md5(coalesce(value, '')), chr(10) ORDER BY key)
      FROM jsonb_each_text(to_jsonb(c))""";

  private States() {}

  /** Columns that stay while no table changes, and change when one does, tell the tables' state. */
  static Answer ofOthers(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    var table = lab.name("state_");
    session.run("CREATE TABLE " + table + " (id int)");
    var pairs = new ArrayList<List<Map<String, String>>>();
    for (int i = 0; i < 3; i++) {
      session.run("ALTER TABLE " + table + " ADD COLUMN own" + i + " int");
      pairs.add(List.of(columns(lab, session), columns(lab, session)));
    }
    var telling = telling(pairs);
    if (telling.isEmpty()) {
      return Answer.notApplicable();
    }
    var other = lab.user();
    other.run("ALTER TABLE " + table + " ADD COLUMN other int");
    var last = pairs.get(pairs.size() - 1).get(1);
    var told = String.join(", ", telling);
    var findings = new Findings();
    findings.addUnless(
        differ(telling, columns(lab, session), last),
        "after an ALTER TABLE of its own a session's next commit has another %s, after one of another session it has the same"
            .formatted(told));
    other.begin();
    other.run("ALTER TABLE " + table + " ADD COLUMN late int");
    if (goesOn(lab, session)) { // else it waits for the other's DDL, which is named elsewhere
      var meanwhile = columns(lab, session);
      other.end();
      findings.addUnless(
          differ(telling, columns(lab, session), meanwhile),
          "an ALTER TABLE that was still open when a commit was made, and has ended since, changes nothing in the next commit's %s"
              .formatted(told));
    }
    return findings.answer(
        told + " told of another session's ALTER TABLE",
        "The commit records tables as they were, not as they are");
  }

  /** DDL and a commit beside the open DDL of another session. */
  private static boolean goesOn(Lab lab, Session session) throws SQLException {
    var table = lab.name("state_");
    return session
        .attempt(
            () -> {
              session.run("CREATE TABLE " + table + " (id int)");
              session.make("states", "beside open DDL");
            })
        .isEmpty();
  }

  private static boolean differ(
      Set<String> telling, Map<String, String> one, Map<String, String> another) {
    return telling.stream().anyMatch(column -> !value(one, column).equals(value(another, column)));
  }

  private static Map<String, String> columns(Lab lab, Session session)
      throws SQLException, CannotTell {
    var made = session.make("states", "of the tables");
    lab.anatomy().require(lab.shared(), made);
    var columns = new TreeMap<String, String>();
    lab.anatomy()
        .value(lab.shared(), made, COLUMNS)
        .ifPresent(text -> text.lines().forEach(line -> put(columns, line)));
    return columns;
  }

  private static void put(Map<String, String> columns, String line) {
    int end = line.lastIndexOf('=');
    columns.put(line.substring(0, end), line.substring(end + 1));
  }

  private static Set<String> telling(List<List<Map<String, String>>> pairs) {
    return pairs.get(0).get(0).keySet().stream()
        .filter(
            column ->
                pairs.stream()
                        .allMatch(p -> value(p.get(0), column).equals(value(p.get(1), column)))
                    && pairs.stream().map(p -> value(p.get(0), column)).distinct().count()
                        == pairs.size())
        .collect(toSet());
  }

  private static String value(Map<String, String> columns, String column) {
    return columns.getOrDefault(column, "");
  }
}
