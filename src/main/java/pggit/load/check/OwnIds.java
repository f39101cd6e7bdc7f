package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a caller may bring the ID of a commit along, it is that one, and nobody else's. */
final class OwnIds {

  private static final String MEANING =
      "Whoever brings an ID along looks for the commit under it, and finds another or none";

  private OwnIds() {}

  static Family family() {
    return Family.of(
        "IDs brought along",
        Property.of("an ID brought along is the commit's ID", OwnIds::kept),
        Property.of("an ID brought along is not taken twice", OwnIds::once),
        Property.of("an ID brought along by several at once is taken once", OwnIds::atOnce),
        Property.of("an ID brought along is no pattern", OwnIds::pattern),
        Property.of("an ID that is refused leaves no lock", OwnIds::locks),
        Property.of("a blank ID brought along is refused", OwnIds::blank));
  }

  private static Answer kept(Lab lab) throws SQLException {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    for (var id : List.of("Own-Check-Id-000000001", "own.check/ID_000000000000002")) {
      var message = lab.name("with an ID of its own ");
      var made = new ArrayList<Made>();
      var failure =
          session.attempt(() -> made.add(commit(lab, argument.get(), id, "own", message, session)));
      if (failure.isPresent()) {
        findings.add("“%s” is refused with %s".formatted(id, failure.get()));
        continue;
      }
      var wanted = new Made(id, Session.NAME, "own", message);
      findings.addUnless(
          made.get(0).id().equals(id),
          "“%s” was brought along, and “%s” returned".formatted(id, made.get(0).id()));
      findings.addUnless(
          lab.anatomy().stored(session, wanted).equals(Optional.of(message)),
          "no commit with this message is stored under “" + id + "”");
    }
    var none = new ByName(lab, "own", "null for the ID").with(argument.get(), "NULL").by(session);
    findings.addUnless(!none.id().isBlank(), "with null for it, a commit gets no ID at all");
    return findings.answer("returned and stored as they were brought along", MEANING);
  }

  private static Answer once(Lab lab) throws SQLException {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty() || lab.anatomy().id().isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var findings = new Findings();
    for (var branch : List.of("twice", "twice-other")) {
      var id = "own-check-" + lab.name("twice-0000000");
      var first = commit(lab, argument.get(), id, "twice", "the first one", session);
      if (!first.id().equals(id)) {
        return Answer.notApplicable(); // it is not taken once
      }
      var again = new ArrayList<Made>();
      var failure =
          session.attempt(
              () -> again.add(commit(lab, argument.get(), id, branch, "the second one", session)));
      long rows = lab.anatomy().rows(session, first);
      var message = lab.anatomy().stored(session, first).orElse("nothing");
      var where = branch.equals("twice") ? "" : " on another branch";
      findings.addUnless(
          rows == 1, "%d commits are stored under one ID brought along twice".formatted(rows));
      findings.addUnless(
          rows != 1 || message.equals("the first one"),
          "a second commit%s with the ID of the first one overwrites it".formatted(where));
      if (failure.isEmpty() && rows == 1 && message.equals("the first one")) {
        boolean same = again.get(0).id().equals(id);
        findings.addUnless(
            !same && lab.anatomy().isStored(session, again.get(0)),
            "a second commit%s with an ID that is taken is acknowledged, but not stored"
                .formatted(where));
      }
      failure
          .filter(f -> !f.isRefusal())
          .ifPresent(f -> findings.add("an ID that is taken fails with " + f));
    }
    return findings.answer("the second one is refused, the first one stays as it is", MEANING);
  }

  private static Answer atOnce(Lab lab) throws SQLException, InterruptedException {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty() || lab.anatomy().id().isEmpty()) {
      return Answer.notApplicable();
    }
    var before = lab.user();
    if (!commit(lab, argument.get(), "own-check-alone-1", "own", "alone", before)
        .id()
        .equals("own-check-alone-1")) {
      return Answer.notApplicable(); // nobody gets it, with others or without
    }
    int sessions = Math.min(8, lab.sessions());
    var findings = new Findings();
    for (int round = 1; round <= 5; round++) {
      var id = "own-check-" + lab.name("at-once-00000");
      var results =
          Crowd.atOnce(
              lab.users(sessions),
              (i, s) -> commit(lab, argument.get(), id, "own-" + i, "by user " + i, s).id());
      long acknowledged = results.stream().filter(r -> id.equals(r.value())).count();
      long rows =
          lab.anatomy().rows(lab.shared(), new Made(id, Session.NAME, "own-0", "by user 0"));
      if (acknowledged != 1 || rows != 1) {
        findings.add(
            "of %d who bring the same ID along at once, %d are acknowledged and %d stored"
                .formatted(sessions, acknowledged, rows));
      }
    }
    return findings.answer("one of %d gets it, five times".formatted(sessions), MEANING);
  }

  /** What LIKE takes for any character is none of another ID. */
  private static Answer pattern(Lab lab) throws SQLException {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var stem = "own" + lab.name("pattern");
    if (!commit(lab, argument.get(), stem + "-x-0000001", "own", "the first", session)
        .id()
        .equals(stem + "-x-0000001")) {
      return Answer.notApplicable();
    }
    var findings = new Findings();
    for (var id :
        List.of(stem + "_x_0000001", stem + "-%", stem + "-x\\", stem + "-x-000000", stem)) {
      var made = new ArrayList<Made>();
      var failure =
          session.attempt(
              () -> made.add(commit(lab, argument.get(), id, "own", "another", session)));
      failure
          .filter(f -> !f.isRefusal() || f.isDuplicate() || f.state().equals("22025"))
          .filter(f -> !f.state().equals("42602")) // such a name is not allowed
          .ifPresent(
              f ->
                  findings.add("“%s” is refused with %s, although nobody has it".formatted(id, f)));
      findings.addUnless(
          failure.isPresent() || made.get(0).id().equals(id),
          "“%s” was brought along, and another ID returned".formatted(id));
    }
    return findings.answer("IDs that resemble one another are different IDs", MEANING);
  }

  private static Answer locks(Lab lab) throws SQLException {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var id = "own-check-" + lab.name("locks-0000000");
    commit(lab, argument.get(), id, "own", "the first", session);
    long before = Hygiene.locks(lab, session);
    var refused = session.attempt(() -> commit(lab, argument.get(), id, "own", "again", session));
    if (refused.isEmpty()) {
      return Answer.notApplicable();
    }
    long locks = Hygiene.locks(lab, session) - before;
    return Answer.of(
        locks <= 0,
        "none is held after " + refused.get(),
        "%d lock%s held after a commit whose ID is taken. Whoever comes with that ID next waits until the session ends"
            .formatted(locks, locks == 1 ? " is" : "s are"));
  }

  private static Answer blank(Lab lab) throws SQLException {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty()) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    for (var blank : List.of("", "   ")) {
      var made = new ArrayList<Made>();
      var failure =
          session.attempt(
              () -> made.add(commit(lab, argument.get(), blank, "blank-id", "blank ID", session)));
      if (failure.isEmpty() && made.get(0).id().isBlank()) {
        return Answer.broken(
            "%s is taken as the ID of a commit. Nobody can name that commit, and the next mistake like it collides with it"
                .formatted(blank.isEmpty() ? "an empty text" : "a text of blanks"));
      }
      if (failure.isPresent() && !failure.get().isRefusal()) {
        return Answer.broken(
            "a blank ID fails with %s, an error from inside instead of a refusal. The caller cannot tell what is wrong"
                .formatted(failure.get()));
      }
    }
    return Answer.holds("refused, or taken for none");
  }

  private static Made commit(
      Lab lab, String argument, String id, String branch, String message, Session session)
      throws SQLException {
    return new ByName(lab, branch, message).with(argument, ByName.literal(id)).by(session);
  }
}
