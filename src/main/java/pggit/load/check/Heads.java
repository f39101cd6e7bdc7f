package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The column in which a branch's row names its latest commit, in a pgGit that has one. */
final class Heads {

  private static final int SESSIONS = 6;
  private static final int COMMITS = 4;

  /**
   * Where the latest commit of a branch can be read.
   *
   * @param relation with one row for each branch, quoted
   * @param name its column with the branch's name
   * @param head its column with the latest commit
   * @param key column of {@code pggit.commits} that it refers to
   */
  private record Place(String relation, String name, String head, String key) {

    @Nullable String head(Lab lab, String branch) throws SQLException {
      var rows = Rows.where(lab.shared(), relation, Explorer.quoted(name), branch);
      return rows.size() == 1 ? rows.get(0).get(head) : null;
    }

    String text() {
      return plain(relation) + "." + head;
    }
  }

  private Heads() {}

  static Answer latest(Lab lab) throws SQLException, InterruptedException, CannotTell {
    var session = lab.user();
    var branch = lab.name("headed-");
    var other = lab.name("headed-");
    var place = place(lab, session, branch);
    if (place.isEmpty()) {
      return Answer.notApplicable();
    }
    var findings = new Findings();
    session.make(other, "the other branch");
    var last = session.make(branch, "the latest");
    session.make(other, "the other branch again");
    shows(lab, place.get(), last, "after commits on another branch", findings);

    last = lab.user().make(branch, "by another session");
    shows(lab, place.get(), last, "after a commit of another session", findings);

    session.begin();
    session.make(branch, "rolled back");
    session.undo();
    shows(lab, place.get(), last, "after a commit that was rolled back", findings);

    session.begin();
    last = session.make(branch, "first of a transaction");
    session.run("SAVEPOINT before");
    session.commit(branch, "rolled back to a savepoint");
    session.run("ROLLBACK TO SAVEPOINT before");
    session.end();
    shows(lab, place.get(), last, "after a commit that was rolled back to a savepoint", findings);
    crowd(lab, place.get(), findings);
    return findings.answer(
        place.get().text() + " names the latest commit, whatever was rolled back or done at once",
        "Whoever goes on from there builds upon the wrong commit");
  }

  private static void shows(Lab lab, Place place, Made made, String when, Findings findings)
      throws SQLException {
    var expected = row(lab, made).get(place.key());
    findings.addUnless(
        expected != null && expected.equals(place.head(lab, made.branch())),
        "%s %s does not name the latest commit of the branch".formatted(when, place.text()));
  }

  /** After commits at once it has to be one that no other follows. */
  private static void crowd(Lab lab, Place place, Findings findings)
      throws SQLException, InterruptedException, CannotTell {
    var branch = lab.name("headed-");
    var results =
        Crowd.atOnce(
            lab.users(Math.min(SESSIONS, lab.sessions())),
            (i, session) -> {
              var own = new ArrayList<Made>();
              for (int n = 0; n < COMMITS; n++) {
                own.add(session.make(branch, "session " + i + ", commit " + n));
              }
              return own;
            });
    var followed = new TreeSet<String>();
    for (var result : results) {
      var own = result.value();
      if (own == null) {
        return; // what fails among others is named elsewhere
      }
      for (var made : own) {
        lab.anatomy().parent().map(Heads::plain).map(row(lab, made)::get).ifPresent(followed::add);
      }
      own.remove(own.size() - 1);
      for (var made : own) {
        followed.add(key(lab, place, made));
      }
    }
    var head = place.head(lab, branch);
    var parentKey = lab.anatomy().parentKey().map(Heads::plain);
    boolean comparable = parentKey.isEmpty() || parentKey.get().equals(place.key());
    findings.addUnless(
        head != null && !(comparable && followed.contains(head)),
        "after commits of %d sessions at once %s %s"
            .formatted(
                results.size(),
                place.text(),
                head == null ? "names none" : "names a commit that others follow"));
  }

  private static String plain(String quoted) {
    return quoted.replace("\"", "");
  }

  private static String key(Lab lab, Place place, Made made) throws SQLException {
    return row(lab, made).getOrDefault(place.key(), "");
  }

  private static Map<String, String> row(Lab lab, Made made) throws SQLException {
    return lab.anatomy().row(lab.shared(), made);
  }

  /** A column that went along with two commits on a branch. */
  private static Optional<Place> place(Lab lab, Session session, String branch)
      throws SQLException, CannotTell {
    Set<Place> places = null;
    var last = new TreeMap<String, String>();
    for (int i = 0; i < 2; i++) {
      var made = session.make(branch, "one after the other " + i);
      lab.anatomy().require(lab.shared(), made);
      var row = new TreeMap<>(row(lab, made));
      row.keySet()
          .removeIf(
              column -> !tells(lab, column) || Objects.equals(row.get(column), last.get(column)));
      last.putAll(row);
      var found = new TreeSet<>(Comparator.comparing(Place::toString));
      Rows.ofAll(lab.shared())
          .forEach((relation, rows) -> found.addAll(in(relation, rows, branch, row)));
      if (places == null) {
        places = found;
      } else {
        places.retainAll(found);
      }
    }
    var all = places == null ? List.<Place>of() : List.copyOf(places);
    var stored = lab.anatomy().id().map(Heads::plain);
    return all.stream()
        .filter(place -> stored.isPresent() && place.key().equals(stored.get()))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /** Whether a column of commits may name the commit: no point in time, nor an earlier commit. */
  private static boolean tells(Lab lab, String column) {
    return !column.contains("parent") && !lab.anatomy().times().contains(Explorer.quoted(column));
  }

  private static List<Place> in(
      String relation, List<Map<String, String>> rows, String branch, Map<String, String> commit) {
    var places = new ArrayList<Place>();
    for (var row : rows) {
      for (var name : row.keySet()) {
        boolean one =
            branch.equals(row.get(name))
                && rows.stream().filter(r -> branch.equals(r.get(name))).count() == 1;
        for (var head : one ? row.keySet() : Set.<String>of()) {
          for (var key : commit.keySet()) {
            if (Objects.equals(commit.get(key), row.get(head))) {
              places.add(new Place(relation, name, head, key));
            }
          }
        }
      }
    }
    return places;
  }
}
