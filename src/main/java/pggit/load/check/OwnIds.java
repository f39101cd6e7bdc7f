package pggit.load.check;

import java.sql.SQLException;
import pggit.load.measure.Severity;

/** Where a caller may bring the ID of a commit along, it is that one, and nobody else's. */
final class OwnIds {

  private static final String MEANING =
      "Whoever brings an ID along looks for the commit under it, and finds another or none";

  private OwnIds() {}

  static Family family() {
    return Family.of(
            "IDs brought along",
            Severity.IDENTITY,
            Property.of("an ID brought along by several at once is taken once", OwnIds::atOnce))
        .with("own-ids");
  }

  private static Answer atOnce(Lab lab) throws SQLException, InterruptedException, CannotTell {
    var argument = ByName.ownIdOf(lab.contract());
    if (argument.isEmpty() || lab.anatomy().id().isEmpty()) {
      return Answer.notApplicable();
    }
    var before = lab.user();
    var alone = "own-check-" + lab.name("alone-"); // the check may be made again
    if (!commit(lab, argument.get(), alone, "own", "alone", before).id().equals(alone)) {
      return Answer.notApplicable(); // nobody gets it, with others or without
    }
    int sessions = Math.min(8, lab.sessions());
    var users = lab.users(sessions);
    var findings = new Findings();
    for (int round = 1; round <= 5; round++) {
      var id = "own-check-" + lab.name("at-once-00000");
      var results =
          Crowd.atOnce(
              users, (i, s) -> commit(lab, argument.get(), id, "own-" + i, "by user " + i, s).id());
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

  private static Made commit(
      Lab lab, String argument, String id, String branch, String message, Session session)
      throws SQLException {
    return new ByName(lab, branch, message).with(argument, ByName.literal(id)).by(session);
  }
}
