package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** Where a caller may say which commits are the parents of a commit, they are those. */
final class Parents {

  /** Parents enough for an order that does not come about by chance, several times. */
  private static final int ORDERED = 3;

  private Parents() {}

  static Answer kept(Lab lab) throws SQLException, CannotTell {
    var argument = ByName.parentsOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var parent = session.make("parent-given", lab.name("the parent "));
    session.make("parent-given", lab.name("the one after it "));
    var other = session.make("parent-other", lab.name("on another branch "));
    var id = knownId(lab, parent);
    var names = namesOf(lab, parent);
    long before = mentions(lab, names);
    var failure =
        session.attempt(
            () ->
                new ByName(lab, "parent-other", lab.name("the child "))
                    .with(argument.get(), list(List.of(id)))
                    .by(session));
    if (failure.isPresent()) {
      return Answer.broken(
              "a commit fails whose parent is given by its ID: %s. Merges cannot be recorded"
                  .formatted(failure.get()))
          .seeing(failure);
    }
    if (mentions(lab, names) <= before) {
      return Answer.broken(
          "a parent given in %s is stored nowhere. A merge looks like any other commit"
              .formatted(argument.get()));
    }
    return merged(
        lab, session, argument.get(), List.of(id, knownId(lab, other)), namesOf(lab, other));
  }

  private static Answer merged(
      Lab lab, Session session, String argument, List<String> parents, List<String> second)
      throws SQLException {
    long before = mentions(lab, second);
    new ByName(lab, "parent-other", lab.name("the merge "))
        .with(argument, list(parents))
        .by(session);
    return Answer.of(
        mentions(lab, second) > before,
        "it is stored with the child, and so are two",
        "of two parents given in %s the second is stored nowhere. A merge looks like any other commit"
            .formatted(argument));
  }

  /** Where it shows: in a list of one row, or in rows with a number each. */
  static Answer ordered(Lab lab) throws SQLException, CannotTell {
    var argument = ByName.parentsOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var ids = new ArrayList<String>();
    for (int i = 0; i < ORDERED; i++) {
      ids.add(knownId(lab, session.make(lab.name("ordered-"), lab.name("one of several "))));
    }
    Map<String, List<String>> children = new LinkedHashMap<>();
    for (int turn = 0; turn < ORDERED; turn++) {
      Collections.rotate(ids, 1);
      Collections.swap(ids, 0, 2);
      var child = new ByName(lab, lab.name("ordered-child-"), lab.name("of several "));
      var made = child.with(argument.get(), list(ids)).by(session);
      children.put(knownId(lab, made), List.copyOf(ids));
    }
    var all = Rows.ofAll(lab.shared()).values();
    int seen = 0;
    for (var child : children.entrySet()) {
      var orders = orders(all, child.getKey(), child.getValue());
      seen += orders.size();
      if (!orders.isEmpty() && !orders.contains(child.getValue())) {
        return Answer.broken(
            "%d parents given in %s are stored in another order. The first parent, the branch that was merged into, becomes another one"
                .formatted(ORDERED, argument.get()));
      }
    }
    return seen == 0
        ? Answer.notApplicable() // it keeps none
        : Answer.holds("%d times %d parents".formatted(ORDERED, ORDERED));
  }

  /** The parents as each place has them that tells an order. */
  private static List<List<String>> orders(
      Collection<List<Map<String, String>>> all, String child, List<String> parents) {
    var orders = new ArrayList<List<String>>();
    for (var rows : all) {
      var own = rows.stream().filter(row -> row.containsValue(child)).toList();
      for (var row : own) {
        row.values().stream()
            .filter(value -> parents.stream().allMatch(value::contains))
            .forEach(value -> orders.add(sorted(parents, value::indexOf)));
      }
      var links =
          own.stream().filter(row -> parents.stream().anyMatch(row::containsValue)).toList();
      if (links.size() == parents.size()) {
        links.get(0).keySet().stream()
            .filter(column -> isPlace(links, column))
            .forEach(
                column ->
                    orders.add(
                        sorted(
                            parents,
                            parent ->
                                links.stream()
                                    .filter(row -> row.containsValue(parent))
                                    .mapToInt(row -> Integer.parseInt(row.get(column) + ""))
                                    .findFirst()
                                    .orElse(0))));
      }
    }
    return orders;
  }

  private static List<String> sorted(List<String> parents, ToIntFunction<String> place) {
    return parents.stream().sorted(Comparator.comparingInt(place)).toList();
  }

  /** Whether a column numbers rows, from 0 or 1. */
  private static boolean isPlace(List<Map<String, String>> rows, String column) {
    var numbers = rows.stream().map(row -> row.getOrDefault(column, "")).sorted().toList();
    return List.of("0", "1", "2").equals(numbers) || List.of("1", "2", "3").equals(numbers);
  }

  /** Whoever may delete a commit is refused, or a hole stays that can be seen. */
  static Answer notDeleted(Lab lab) throws SQLException, CannotTell {
    var argument = ByName.parentsOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var parent = session.make("deleted", lab.name("to be deleted "));
    var id = knownId(lab, parent);
    var child = new ByName(lab, "deleted-child", lab.name("its child "));
    var made = child.with(argument.get(), list(List.of(id))).by(session);
    var own = knownId(lab, made);
    if (links(lab.shared(), own, id) == 0) {
      return Answer.notApplicable();
    }
    Map<String, String> deletes = new LinkedHashMap<>();
    deletes.put(
        "pggit.commits", lab.anatomy().message() + " = " + ByName.literal(parent.message()));
    lab.anatomy()
        .branches()
        .ifPresent(name -> deletes.put("pggit.branches", name + " = 'deleted'"));
    var admin = lab.admin();
    var findings = new Findings();
    for (var delete : deletes.entrySet()) {
      if (!admin.holds(
          "SELECT has_table_privilege(?, ?, 'DELETE')", lab.userName(), delete.getKey())) {
        continue; // what nobody may do needs no guard
      }
      admin.begin();
      var refused =
          admin.attempt(
              "DELETE FROM %s WHERE %s; SET CONSTRAINTS ALL IMMEDIATE"
                  .formatted(delete.getKey(), delete.getValue()));
      boolean lost =
          refused.isEmpty() && links(admin, own, id) == 0 && lab.anatomy().isStored(admin, made);
      admin.undo();
      findings.addUnless(
          !lost,
          "DELETE FROM %s takes the parent away from a commit of another branch"
              .formatted(delete.getKey()));
    }
    return findings.answer(
        "deleting its parent, or the branch of that, leaves it as it is",
        "The history is cut there, and nobody is told");
  }

  /** Rows with both IDs in them. */
  private static long links(Session session, String child, String parent) throws SQLException {
    long links = 0;
    for (var rows : Rows.ofAll(session).values()) {
      links +=
          rows.stream()
              .filter(row -> row.containsValue(child))
              .filter(row -> row.values().stream().anyMatch(value -> value.contains(parent)))
              .count();
    }
    return links;
  }

  private static String list(List<String> ids) {
    return ids.stream()
        .map(ByName::literal)
        .collect(Collectors.joining(", ", "ARRAY[", "]::uuid[]"));
  }

  static Answer unknown(Lab lab) throws SQLException, CannotTell {
    var argument = ByName.parentsOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    knownId(lab, session.make("parent-unknown", lab.name("an ID that is stored ")));
    var failure =
        session.attempt(
            () ->
                new ByName(lab, "parent-unknown", "child of nobody")
                    .with(argument.get(), "ARRAY[gen_random_uuid()]")
                    .by(session));
    return Answer.of(
        failure.filter(Failure::isRefusal).isPresent(),
        "refused: " + failure.map(Failure::toString).orElse(""),
        failure
            .map(
                f ->
                    "a parent that does not exist fails with %s. The caller cannot tell what is wrong"
                        .formatted(f))
            .orElse(
                "%s takes the ID of a commit that does not exist. The history has holes"
                    .formatted(argument.get())));
  }

  static Answer none(Lab lab) throws SQLException {
    var argument = ByName.parentsOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var before = session.make("parent-none", lab.name("before an empty list "));
    var made = new ArrayList<Made>();
    var failure =
        session.attempt(
            () ->
                made.add(
                    new ByName(lab, "parent-none", lab.name("an empty list "))
                        .with(argument.get(), "'{}'")
                        .by(session)));
    if (failure.isPresent()) {
      return Answer.broken(
              "with an empty list in %s a commit fails with %s. No parents given is not the same as none"
                  .formatted(argument.get(), failure.get()))
          .seeing(failure);
    }
    var anatomy = lab.anatomy();
    if (anatomy.parent().isEmpty() || anatomy.parentKey().isEmpty()) {
      return Answer.holds("it is taken");
    }
    var usual = session.make("parent-none", lab.name("after an empty list "));
    boolean parents = anatomy.value(session, usual, "c." + anatomy.parent().get()).isPresent();
    var parent = anatomy.value(session, made.get(0), "c." + anatomy.parent().get());
    var expected = anatomy.value(session, before, "c." + anatomy.parentKey().get());
    return Answer.of(
        !parents || parent.equals(expected),
        "its parent is the commit before, as without a list",
        "with an empty list in %s a commit has %s, and not the commit before it. The branch's history is cut there"
            .formatted(argument.get(), parent.isEmpty() ? "no parent" : "another parent"));
  }

  /** Columns of pggit.commits that may hold the IDs that are returned. */
  static List<String> idColumns(Lab lab) throws SQLException {
    return lab
        .shared()
        .column(
            """
            SELECT quote_ident(a.attname) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = 'pggit.commits'::regclass AND a.atttypid = 'uuid'::regtype
              AND a.attnum > 0 AND NOT a.attisdropped AND a.attname !~ 'parent|branch|tree|merge|base'
            ORDER BY a.attnum""")
        .stream()
        .map(String::valueOf)
        .toList();
  }

  /** The ID by which pgGit knows a commit: what it returned, or stored in its place. */
  private static String knownId(Lab lab, Made made) throws SQLException, CannotTell {
    if (mentions(lab, List.of(made.id())) > 0) {
      return made.id();
    }
    for (var column : idColumns(lab)) {
      var stored = lab.anatomy().value(lab.shared(), made, "c." + column);
      if (stored.isPresent()) {
        return stored.get();
      }
    }
    throw new CannotTell(
        "the IDs that commits return are stored nowhere, so none can be named as a parent");
  }

  /** What tells the commit's row from others: the ID that was returned, and its hash. */
  private static List<String> namesOf(Lab lab, Made made) throws SQLException, CannotTell {
    var names = new ArrayList<String>();
    names.add(knownId(lab, made));
    lab.shared()
        .column(
            """
            SELECT e.value FROM pggit.commits c, LATERAL jsonb_each_text(to_jsonb(c)) e
            WHERE c.%1$s = ? AND length(e.value) >= 16 AND e.value <> ? AND e.value !~ '^\\d{4}-\\d\\d-\\d\\dT'
              AND NOT EXISTS (SELECT FROM pggit.commits o, LATERAL jsonb_each_text(to_jsonb(o)) f
                              WHERE o.%1$s <> c.%1$s AND f.key = e.key AND f.value = e.value)"""
                .formatted(lab.anatomy().message()),
            made.message(),
            made.message())
        .forEach(value -> names.add(value + ""));
    return names;
  }

  /** In how many rows of pgGit's tables one of these stands. */
  private static long mentions(Lab lab, List<String> names) throws SQLException {
    long rows = 0;
    for (var table : lab.anatomy().tables()) {
      for (var name : names) {
        rows +=
            lab.shared()
                .number(
                    "SELECT count(*) FROM " + table + " t WHERE strpos(to_jsonb(t)::text, ?) > 0",
                    name);
      }
    }
    return rows;
  }
}
