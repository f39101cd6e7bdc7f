package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which tables a commit contains, in a pgGit where that can be read. */
final class Contents {

  /** Columns that commits of the same tables may share, because they stand for the tables. */
  private static final Pattern STATE = Pattern.compile("tree|snapshot|state|root");

  /**
   * Where it can be read.
   *
   * @param relation with the tables of each commit, quoted
   * @param link its column that says which commit
   * @param key column of {@code pggit.commits} that it refers to
   * @param table its column with the names of tables
   */
  private record Place(String relation, String link, String key, String table) {

    /** Whether among these rows there are some of the commit with each of the tables. */
    boolean hasAll(
        List<Map<String, String>> rows, Map<String, String> commit, List<String> tables) {
      var own = rows.stream().filter(r -> Objects.equals(r.get(link), commit.get(key))).toList();
      return tables.stream()
          .allMatch(name -> own.stream().anyMatch(row -> isNamed(row.get(table), name)));
    }
  }

  private static final Pattern TYPE = Pattern.compile("varchar|character varying");

  /** As it is declared, and as the catalog has it. */
  private static final Pattern LENGTH = Pattern.compile("1717|1721");

  private static final int CHANGES = 12;

  private Contents() {}

  static Answer tables(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    var one = name(lab);
    var two = name(lab);
    session.run("CREATE TABLE " + one + " (id int)");
    session.run("CREATE TABLE " + two + " (id int)");
    var first = commit(lab, session);
    var place = place(lab, List.of(first, commit(lab, session)), List.of(one, two));
    if (place.isEmpty()) {
      return Answer.notApplicable();
    }
    var before = rows(lab, place.get(), first);
    var findings = new Findings();
    var look = new Look(lab, place.get(), findings);
    undone(look, session);
    look.has(commit(lab, session), one, "a table that nobody changed is missing from a commit");

    var renamed = name(lab);
    session.run("ALTER TABLE " + one + " RENAME TO " + renamed);
    session.run("DROP TABLE " + two);
    var after = commit(lab, session);
    look.has(after, renamed, "after ALTER TABLE … RENAME a commit lacks the table's new name");
    look.lacks(after, one, "after ALTER TABLE … RENAME a commit still has the table's old name");
    look.lacks(after, two, "a commit still has a table that was dropped before");

    var others = name(lab);
    lab.user().run("CREATE TABLE " + others + " (id int)");
    session.begin();
    var own = name(lab);
    session.run("CREATE TABLE " + own + " (id int)");
    var inside = session.make("contents", "in one transaction with DDL");
    session.end();
    look.has(inside, others, "a commit lacks a table that another session created before");
    look.has(inside, own, "a commit lacks a table created before it in its own transaction");
    session.begin();
    session.run("CREATE TABLE " + name(lab) + " (id int)");
    session.make("contents", "the first of a transaction");
    var between = name(lab);
    session.run("CREATE TABLE " + between + " (id int)");
    var second = session.make("contents", "the second of a transaction");
    session.end();
    look.has(
        second,
        between,
        "a commit lacks a table created since an earlier commit of its transaction");

    open(look, session, lab.user());
    stale(look, session, lab.user());
    moved(look, session, one(lab, session));
    namesakes(look, session, one(lab, session));
    versioned(look, session, renamed);
    typed(look, session);
    unchanged(before, rows(lab, place.get(), first), place.get(), findings);
    return findings.answer(
        "commits have the tables there were, and keep them (" + plain(place.get()) + ")",
        "Nobody can tell from a commit what the schema was");
  }

  private static void undone(Look look, Session session) throws SQLException, CannotTell {
    var never = name(look.lab());
    session.begin();
    session.run("CREATE TABLE " + never + " (id int)");
    session.undo();
    var undone = name(look.lab());
    session.begin();
    session.run("SAVEPOINT before");
    session.run("CREATE TABLE " + undone + " (id int)");
    session.run("ROLLBACK TO SAVEPOINT before");
    var inside = session.make("contents", "after a rollback to a savepoint");
    session.end();
    look.lacks(inside, never, "a commit has a table whose CREATE was rolled back");
    look.lacks(inside, undone, "a commit has a table rolled back to a savepoint before it");
  }

  /** Whoever drops a table without seeing its last version is refused, or it is gone. */
  private static void stale(Look look, Session session, Session other)
      throws SQLException, CannotTell {
    var table = one(look.lab(), session);
    other.begin();
    other.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    other.run("SELECT 1"); // from now on it sees nothing new
    session.run("ALTER TABLE " + table + " ADD COLUMN later int");
    var refused =
        other.attempt(
            () -> {
              other.run("DROP TABLE " + table);
              other.end();
            });
    if (refused.isPresent()) {
      other.undo();
      return;
    }
    look.lacks(
        commit(look.lab(), session),
        table,
        "a commit still has a table that was dropped in REPEATABLE READ, with a snapshot older than its last change");
  }

  /** DDL that is open while a commit is made is in the next one and not in that. */
  private static void open(Look look, Session session, Session other)
      throws SQLException, CannotTell {
    var late = name(look.lab());
    other.begin();
    other.run("CREATE TABLE " + late + " (id int)");
    var made = new ArrayList<Made>();
    var waits =
        session.attempt(
            () -> {
              session.run("CREATE TABLE " + name(look.lab()) + " (id int)");
              made.add(session.make("contents", "beside open DDL"));
            });
    other.end();
    if (waits.isEmpty()) { // else it waits for the other's DDL, which is named elsewhere
      look.lacks(
          made.get(0), late, "a commit gets a table whose transaction ended only after the commit");
    }
    look.has(
        commit(look.lab(), session),
        late,
        "a commit lacks a table whose CREATE was open when an earlier commit was made");
  }

  private static void moved(Look look, Session session, String table)
      throws SQLException, CannotTell {
    var schema = look.lab().name("held_in_");
    int before = look.count(commit(look.lab(), session), table);
    session.run("CREATE SCHEMA " + schema);
    session.run("ALTER TABLE " + table + " SET SCHEMA " + schema);
    int after = look.count(commit(look.lab(), session), table);
    look.findings()
        .addUnless(
            before != 1 || after == 1,
            "after ALTER TABLE … SET SCHEMA a commit has the table %s"
                .formatted(after == 0 ? "no more" : after + " times"));
  }

  private static void namesakes(Look look, Session session, String table)
      throws SQLException, CannotTell {
    var before = look.row(commit(look.lab(), session), table);
    int alone = before.size();
    if (alone == 1
        && before.get(0).getOrDefault(look.place().table(), "").matches("(?s)[\\[{].*")) {
      return; // all tables in one value
    }
    for (var schema : List.of(look.lab().name("a_first_"), look.lab().name("z_last_"))) {
      session.run("CREATE SCHEMA " + schema);
      session.run("CREATE TABLE " + schema + "." + table + " (id int)");
    }
    int all = look.count(commit(look.lab(), session), table);
    look.findings()
        .addUnless(
            alone != 1 || all == 3,
            "of three tables with one name in three schemas a commit has " + all);
  }

  /** Past 9 and 10, where numbers compared as text go wrong. */
  private static void versioned(Look look, Session session, String table)
      throws SQLException, CannotTell {
    for (int i = 0; i < CHANGES; i++) {
      session.run("ALTER TABLE " + table + " ADD COLUMN c" + i + " int");
      if (i == 0 && !look.tellsVersion(commit(look.lab(), session), table)) {
        return;
      }
    }
    look.findings()
        .addUnless(
            look.tellsVersion(commit(look.lab(), session), table),
            "after %d changes of a table a commit has another version of it than get_version"
                .formatted(CHANGES));
  }

  /** Where a commit has the types of columns they are the whole types. */
  private static void typed(Look look, Session session) throws SQLException, CannotTell {
    var table = name(look.lab());
    session.run("CREATE TABLE " + table + " (typed varchar(1717))");
    var told = look.row(commit(look.lab(), session), table).toString();
    look.findings()
        .addUnless(
            !TYPE.matcher(told).find() || LENGTH.matcher(told).find(),
            "a commit has the type of a column without its length");
  }

  private static String one(Lab lab, Session session) throws SQLException {
    var table = name(lab);
    session.run("CREATE TABLE " + table + " (id int)");
    return table;
  }

  /** What an earlier commit says does not depend on what becomes of its tables. */
  private static void unchanged(
      List<Map<String, String>> before,
      List<Map<String, String>> after,
      Place place,
      Findings findings) {
    var columns = new TreeSet<String>();
    before.forEach(row -> columns.addAll(row.keySet()));
    after.forEach(row -> columns.addAll(row.keySet()));
    columns.stream()
        .filter(column -> !isFlag(before, column))
        .filter(column -> !values(before, column).equals(values(after, column)))
        .findFirst()
        .ifPresent(
            column ->
                findings.add(
                    "what %s tells of an earlier commit changes when its tables do (column %s)"
                        .formatted(plain(place), column)));
  }

  /** Such as “is the latest”, which may change. */
  private static boolean isFlag(List<Map<String, String>> rows, String column) {
    return List.of("true", "false").containsAll(values(rows, column));
  }

  private static List<String> values(List<Map<String, String>> rows, String column) {
    return rows.stream().map(row -> row.getOrDefault(column, "")).sorted().toList();
  }

  /** No name of one table begins as another's. */
  private static String name(Lab lab) {
    return lab.name("held_") + "z";
  }

  private static Made commit(Lab lab, Session session) throws SQLException, CannotTell {
    var made = session.make("contents", "the tables as they are");
    lab.anatomy().require(lab.shared(), made);
    return made;
  }

  /** A relation that has all of these tables for each of these commits, changed or not. */
  private static Optional<Place> place(Lab lab, List<Made> commits, List<String> tables)
      throws SQLException {
    var rows = new ArrayList<Map<String, String>>();
    for (var commit : commits) {
      rows.add(lab.anatomy().row(lab.shared(), commit));
    }
    var keys = rows.get(0).keySet().stream().filter(key -> isKey(rows, key)).toList();
    for (var relation : Rows.ofAll(lab.shared()).entrySet()) {
      var columns = new TreeSet<String>();
      relation.getValue().forEach(row -> columns.addAll(row.keySet()));
      for (var key : keys) {
        for (var link : columns) {
          for (var table : columns) {
            var place = new Place(relation.getKey(), link, key, table);
            if (rows.stream().allMatch(c -> place.hasAll(relation.getValue(), c, tables))) {
              return Optional.of(place);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isKey(List<Map<String, String>> commits, String column) {
    return !column.contains("parent")
        && commits.stream().allMatch(commit -> commit.containsKey(column))
        && (STATE.matcher(column).find()
            || commits.stream().map(commit -> commit.get(column)).distinct().count()
                == commits.size());
  }

  /** The name itself, with its schema, or somewhere in a JSON value. */
  private static boolean isNamed(@Nullable String value, String name) {
    if (value == null) {
      return false;
    }
    return (value.startsWith("{") || value.startsWith("["))
        ? Pattern.compile("\"([^\"]*\\.)?" + name + "\"").matcher(value).find()
        : value.replace("\"", "").equals(name) || value.replace("\"", "").endsWith("." + name);
  }

  private static List<Map<String, String>> rows(Lab lab, Place place, Made made)
      throws SQLException {
    var key = lab.anatomy().row(lab.shared(), made).getOrDefault(place.key(), "");
    return Rows.where(lab.shared(), place.relation(), Explorer.quoted(place.link()), key);
  }

  private static String plain(Place place) {
    return place.relation().replace("\"", "");
  }

  /** Looks whether a commit has a table. */
  private record Look(Lab lab, Place place, Findings findings) {

    void has(Made commit, String table, String otherwise) throws SQLException {
      findings.addUnless(contains(commit, table), otherwise);
    }

    void lacks(Made commit, String table, String otherwise) throws SQLException {
      findings.addUnless(!contains(commit, table), otherwise);
    }

    private boolean contains(Made commit, String table) throws SQLException {
      return count(commit, table) > 0;
    }

    /** How often it has it. */
    int count(Made commit, String table) throws SQLException {
      return row(commit, table).size();
    }

    private List<Map<String, String>> row(Made commit, String table) throws SQLException {
      return rows(lab, place, commit).stream()
          .filter(row -> isNamed(row.get(place.table()), table))
          .toList();
    }

    /** Whether the version that pgGit tells of the table is in a column beside its name. */
    boolean tellsVersion(Made commit, String table) throws SQLException {
      if (!ShownVersion.claimed(lab)) {
        return false;
      }
      var version = ShownVersion.of(lab, lab.shared(), table).map(ShownVersion::text).orElse("");
      return row(commit, table).stream().anyMatch(row -> row.containsValue(version));
    }
  }
}
