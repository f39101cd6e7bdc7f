package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pggit.load.measure.Severity;

/** What a commit function takes beside branch and message means what it says. */
final class Arguments {

  /** An index entry holds 2.7 kB; what does not repeat itself cannot be compressed below that. */
  private static final int LARGE = 4000;

  /** SQL that somebody may think to tidy up, by what it has. */
  private static final Map<String, String> KEPT =
      Map.of(
          "a comment", "SELECT 1; -- one of two\nSELECT 2; /* the\tlast */\n",
          "quotes", "INSERT INTO t VALUES ('it''s -- no comment', E'a\\nb', $$x$$, \"Q\");",
          "blanks at its ends", "  SELECT 1;\r\n\r\n",
          "letters", "COMMENT ON TABLE t IS 'äö e\u0301 \u212b 🐘';",
          "great length", "SELECT repeat('x', 100) -- all\n;".repeat(LARGE));

  private Arguments() {}

  static Family family() {
    return Family.of(
        "further arguments",
        Severity.LOSS,
        Property.of("an argument with a default can be left out", Arguments::leftOut),
        Property.of("SQL content of any kind is taken", Arguments::content),
        Property.of("SQL content that is stored is stored to the byte", Arguments::contentKept),
        Property.of("SQL content is not executed", Arguments::notExecuted),
        Property.of("the ID returned is the ID stored", Arguments::storedId).as(Severity.IDENTITY),
        Property.of("a parent that is given is kept", Parents::kept).as(Severity.INCOMPLETE),
        Property.of("parents stay in the order in which they are given", Parents::ordered)
            .as(Severity.INCOMPLETE),
        Property.of("a commit keeps its parents, whatever is deleted", Parents::notDeleted)
            .as(Severity.INCOMPLETE),
        Property.of("a parent that does not exist is refused", Parents::unknown)
            .as(Severity.HYGIENE),
        Property.of("an empty list of parents is none", Parents::none).as(Severity.INCOMPLETE));
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
                  .formatted(message.get(), failure.get()))
          .seeing(failure);
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
    contents.forEach((kind, sql) -> tried(lab, session, argument.get(), kind, sql, findings));
    return findings.answer(
        "null, nothing, backslashes, quotes and a long script",
        "Whether a commit works depends on the SQL that it is about");
  }

  private static void tried(
      Lab lab,
      Session session,
      String argument,
      String kind,
      @Nullable String sql,
      Findings findings) {
    var message = lab.name("content: " + kind + " ");
    var call =
        new ByName(lab, "content", message)
            .with(argument, sql == null ? "NULL" : ByName.literal(sql));
    var made = new ArrayList<Made>();
    var failure = Failure.in(() -> made.add(call.by(session)));
    if (failure.isPresent()) {
      boolean mayBeRefused = sql == null || sql.isEmpty() || sql.length() > LARGE;
      if (!mayBeRefused || !failure.get().isRefusal() || isFromInside(failure.get(), argument)) {
        findings.add(
            "with %s in %s a commit fails with %s".formatted(kind, argument, failure.get()),
            failure.get());
      }
      return;
    }
    var stored = new boolean[1];
    Failure.in(() -> stored[0] = lab.anatomy().isStored(session, made.get(0)));
    findings.addUnless(
        stored[0],
        "with %s in %s a commit is acknowledged but not stored".formatted(kind, argument));
  }

  /** NOT NULL of a column that the caller knows nothing of. */
  private static boolean isFromInside(Failure failure, String argument) {
    return failure.state().equals("23502") && !failure.message().contains(argument);
  }

  /** Wherever it is stored; a pgGit that keeps a hash of it keeps nothing. */
  private static Answer contentKept(Lab lab) throws SQLException {
    var argument = ByName.contentOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    Map<String, String> contents = new LinkedHashMap<>();
    new TreeMap<>(KEPT)
        .forEach(
            (kind, sql) -> {
              var content = "/* " + lab.name("kept ") + " */" + sql;
              var message = lab.name("kept content: " + kind + " ");
              var call = new ByName(lab, "content", message);
              call.with(argument.get(), ByName.literal(content));
              // Whether it has to be taken is another question.
              if (Failure.in(() -> call.by(session)).isEmpty()) {
                contents.put(content, kind);
              }
            });
    var values =
        Rows.ofAll(lab.shared()).values().stream()
            .flatMap(List::stream)
            .flatMap(row -> row.values().stream())
            .toList();
    var findings = new Findings();
    boolean stored = false;
    for (var content : contents.keySet()) {
      var beginning = content.substring(0, content.indexOf("*/") + 2);
      var longest =
          values.stream()
              .filter(value -> value.startsWith(beginning))
              .max(Comparator.comparingInt(String::length));
      stored |= longest.isPresent();
      findings.addUnless(
          longest.isEmpty() || values.contains(content),
          "of %s with %s, %,d characters long, %,d are stored%s"
              .formatted(
                  argument.get(),
                  contents.get(content),
                  content.length(),
                  longest.map(String::length).orElse(0),
                  longest.filter(content::startsWith).isPresent() ? "" : ", and not the same"));
    }
    return stored
        ? findings.answer(
            "%d kinds, each as it was given".formatted(contents.size()),
            "The history does not say what was done, and nothing tells that it does not")
        : Answer.notApplicable();
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
    boolean created = lab.shared().holds("SELECT to_regclass(?) IS NOT NULL", "public." + table);
    // The role may lack the right to commit: then harmless text fails alike.
    boolean executed =
        created
            || (failure.filter(f -> f.state().startsWith("42")).isPresent()
                && session
                    .attempt(
                        () ->
                            new ByName(lab, "executed", "about nothing")
                                .with(argument.get(), "'-- nothing'")
                                .by(session))
                    .isEmpty());
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
    for (var column : Parents.idColumns(lab)) {
      var stored = lab.anatomy().value(lab.shared(), made, "c." + column);
      if (stored.isPresent()) {
        return Answer.of(
            stored.get().equals(made.id()),
            "in pggit.commits." + column,
            "a commit returns the ID %s and is stored with %s %s. What is returned leads to no commit"
                .formatted(made.id(), column, stored.get()));
      }
    }
    for (var place : Rows.ofAll(lab.shared()).entrySet()) {
      if (place.getValue().stream().anyMatch(row -> row.containsValue(made.id()))) {
        return Answer.holds("in " + place.getKey());
      }
    }
    return Answer.broken(
        "a commit returns the ID %s, and no table of pgGit holds it. What is returned leads to no commit, and nothing keeps it from being given out again"
            .formatted(made.id()));
  }
}
