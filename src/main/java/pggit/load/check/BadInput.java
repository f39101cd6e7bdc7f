package pggit.load.check;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Wrong input is refused with an error that fits, and leaves nothing behind. */
final class BadInput {

  private BadInput() {}

  static Family family() {
    return Family.of(
        "bad input",
        Property.of("a null branch is refused", lab -> refused(lab, "name", null, "message")),
        Property.of(
            "a blank branch is refused",
            lab -> refused(lab, "name", new String[] {"", "  ", "\n\t"})),
        Property.of("a null message is refused", lab -> refused(lab, "name", "bad", null)),
        Property.of(
            "a null commit name is refused",
            lab -> lab.isTrinity() ? refused(lab, null, "bad", "message") : Answer.notApplicable()),
        Property.of("a session goes on after a refusal", BadInput::goesOn));
  }

  private static Answer refused(Lab lab, String name, String[] branches) throws SQLException {
    Answer last = Answer.notApplicable();
    for (var branch : branches) {
      last = refused(lab, name, branch, "message");
      if (last instanceof Answer.Broken) {
        return last;
      }
    }
    return last;
  }

  private static Answer refused(
      Lab lab, @Nullable String name, @Nullable String branch, @Nullable String message)
      throws SQLException {
    var what = name == null ? "name" : message == null ? "message" : "branch";
    var how = name == null || branch == null || message == null ? "null" : "blank";
    var session = lab.user();
    var before = lab.anatomy().counts(lab.shared());
    var id = new @Nullable String[1];
    var failure = session.attempt(() -> id[0] = session.commit(name, branch, message));
    var left = lab.anatomy().changes(lab.shared(), before);
    if (failure.isEmpty()) {
      if (!lab.isTrinity() && (how.equals("blank") || what.equals("message"))) {
        return Answer.unknown("accepted; this contract does not say what it means");
      }
      return Answer.broken(
          "%s %s is accepted: it returned %s, and %s. A mistake of the caller becomes history"
              .formatted(
                  how.equals("null") ? "null as" : "a blank",
                  what,
                  id[0] == null ? "NULL" : "ID " + id[0],
                  left.isEmpty() ? "nothing is stored" : String.join(", ", left)));
    }
    if (!left.isEmpty()) {
      return Answer.broken(
          "refused with %s, and yet %s. What is refused must leave nothing behind"
              .formatted(failure.get(), String.join(", ", left)));
    }
    return Answer.of(
        failure.get().isRefusal(),
        "refused, nothing left behind: " + failure.get(),
        "fails with %s, an error from inside instead of a refusal. The caller cannot tell what is wrong"
            .formatted(failure.get()));
  }

  private static Answer goesOn(Lab lab) throws SQLException {
    var session = lab.user();
    session.attempt(() -> session.commit("name", null, "message"));
    var after = session.make("goes-on", "after a refusal");
    session.begin();
    var inside = session.make("goes-on", "before a refusal");
    session.attempt(() -> session.commit("name", null, "message"));
    var last = session.make("goes-on", "after a refusal in a transaction");
    session.end();
    var findings = new Findings();
    for (var made : java.util.List.of(after, inside, last)) {
      findings.addUnless(
          lab.anatomy().isStored(session, made), "the commit “" + made.message() + "” is lost");
    }
    return findings.answer(
        "commits before and after a refusal are stored", "One mistake takes other commits along");
  }
}
