package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a commit function takes beside branch and message means what it says. */
final class Arguments {

  /** An index entry holds 2.7 kB; what does not repeat itself cannot be compressed below that. */
  private static final int LARGE = 4000;

  private Arguments() {}

  static Family family() {
    return Family.of(
        "further arguments",
        Property.of("an argument with a default can be left out", Arguments::leftOut),
        Property.of("SQL content of any kind is taken", Arguments::content),
        Property.of("SQL content is not executed", Arguments::notExecuted),
        Property.of("the ID returned is the ID stored", Arguments::storedId),
        Property.of("a parent that is given is kept", Arguments::parentKept),
        Property.of("a parent that does not exist is refused", Arguments::unknownParent),
        Property.of("an empty list of parents is none", Arguments::noParents));
  }

  private static Answer leftOut(Lab lab) throws SQLException {
    var message = ByName.messageOf(lab.contract()).filter(lab.contract()::isOptional);
    if (message.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var made = new ArrayList<Made>();
    var failure =
        session.attempt(
            () -> made.add(new ByName(lab, "left-out", "").without(message.get()).by(session)));
    if (failure.isPresent()) {
      return Answer.broken(
          "%s has a default, and without it a commit fails with %s. The default cannot be used"
              .formatted(message.get(), failure.get()));
    }
    return Answer.of(
        lab.anatomy().id().isEmpty() || lab.anatomy().isStored(session, made.get(0)),
        "a commit without a message is stored",
        "%s has a default, and without it a commit is acknowledged but not stored. The default cannot be used"
            .formatted(message.get()));
  }

  private static Answer content(Lab lab) throws SQLException {
    var argument = ByName.contentOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    Map<String, @Nullable String> contents = new LinkedHashMap<>();
    contents.put("null", null);
    contents.put("nothing", "");
    contents.put("backslashes", "SELECT E'a\\nb', '\\x4', 'C:\\dir'");
    contents.put("quotes and letters", "COMMENT ON TABLE \"it's\" IS 'äö 🐘'");
    contents.put(
        "a script of 128 kB",
        IntStream.range(0, LARGE)
            .mapToObj(i -> "-- " + UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}))
            .collect(Collectors.joining("\n")));
    var session = lab.user();
    var findings = new Findings();
    contents.forEach(
        (kind, sql) -> tried(lab, session, argument.get(), kind, sql).ifPresent(findings::add));
    return findings.answer(
        "null, nothing, backslashes, quotes and a long script",
        "Whether a commit works depends on the SQL that it is about");
  }

  private static Optional<String> tried(
      Lab lab, Session session, String argument, String kind, @Nullable String sql) {
    var message = lab.name("content: " + kind + " ");
    var call =
        new ByName(lab, "content", message)
            .with(argument, sql == null ? "NULL" : ByName.literal(sql));
    var made = new ArrayList<Made>();
    var failure = Failure.in(() -> made.add(call.by(session)));
    if (failure.isPresent()) {
      boolean mayBeRefused = sql == null || sql.isEmpty() || sql.length() > LARGE;
      return mayBeRefused && failure.get().isRefusal() && !isFromInside(failure.get(), argument)
          ? Optional.empty()
          : Optional.of(
              "with %s in %s a commit fails with %s".formatted(kind, argument, failure.get()));
    }
    var stored = new boolean[1];
    Failure.in(() -> stored[0] = lab.anatomy().isStored(session, made.get(0)));
    return stored[0]
        ? Optional.empty()
        : Optional.of(
            "with %s in %s a commit is acknowledged but not stored".formatted(kind, argument));
  }

  /** NOT NULL of a column that the caller knows nothing of. */
  private static boolean isFromInside(Failure failure, String argument) {
    return failure.state().equals("23502") && !failure.message().contains(argument);
  }

  private static Answer notExecuted(Lab lab) throws SQLException {
    var argument = ByName.contentOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("executed_");
    var failure =
        session.attempt(
            () ->
                new ByName(lab, "executed", "about a table")
                    .with(argument.get(), "'CREATE TABLE public." + table + " (id int)'")
                    .by(session));
    boolean executed =
        lab.shared().holds("SELECT to_regclass(?) IS NOT NULL", "public." + table)
            || failure.filter(f -> f.state().startsWith("42")).isPresent();
    return Answer.of(
        !executed,
        "CREATE TABLE as content created nothing",
        "the text in %s is executed, with the rights of the function's owner. What is recorded has been done already, and whoever may commit may do anything"
            .formatted(argument.get()));
  }

  private static Answer storedId(Lab lab) throws SQLException {
    if (lab.contract().idIsStored()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var made = session.make("stored-id", lab.name("under which ID "));
    for (var column : idColumns(lab)) {
      var stored = lab.anatomy().value(lab.shared(), made, "c." + column);
      if (stored.isPresent()) {
        return Answer.of(
            stored.get().equals(made.id()),
            "in pggit.commits." + column,
            "a commit returns the ID %s and is stored with %s %s. What is returned leads to no commit"
                .formatted(made.id(), column, stored.get()));
      }
    }
    return Answer.notApplicable(); // it keeps no IDs of this kind
  }

  private static Answer parentKept(Lab lab) throws SQLException, CannotTell {
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
                    .with(argument.get(), "ARRAY[" + ByName.literal(id) + "]::uuid[]")
                    .by(session));
    if (failure.isPresent()) {
      return Answer.broken(
          "a commit fails whose parent is given by its ID: %s. Merges cannot be recorded"
              .formatted(failure.get()));
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
    var list = parents.stream().map(ByName::literal).collect(Collectors.joining(", "));
    new ByName(lab, "parent-other", lab.name("the merge "))
        .with(argument, "ARRAY[" + list + "]::uuid[]")
        .by(session);
    return Answer.of(
        mentions(lab, second) > before,
        "it is stored with the child, and so are two",
        "of two parents given in %s the second is stored nowhere. A merge looks like any other commit"
            .formatted(argument));
  }

  private static Answer unknownParent(Lab lab) throws SQLException, CannotTell {
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

  private static Answer noParents(Lab lab) throws SQLException {
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
              .formatted(argument.get(), failure.get()));
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
  private static List<String> idColumns(Lab lab) throws SQLException {
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
