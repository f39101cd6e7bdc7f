package pggit.load.check;

import java.sql.SQLException;
import pggit.load.measure.Severity;

/** What commits leave behind in the session that made them. */
final class Hygiene {

  private static final int COMMITS = 10;

  private Hygiene() {}

  static Family family() {
    return Family.of(
            "sessions", Severity.HYGIENE, Property.of("a commit is quiet", Hygiene::notices))
        .with("sessions");
  }

  /** On a branch of its own, so that what one session leaves behind does not stop another. */
  private static void commits(Session session, int count) throws SQLException {
    var branch = "hygiene-" + session.pid();
    for (int i = 0; i < count; i++) {
      session.make(branch, "hygiene " + i);
    }
  }

  private static Answer notices(Lab lab) throws SQLException {
    var session = lab.user();
    session.run("SET client_min_messages = notice");
    commits(session, 2);
    int told = 0;
    var example = "";
    lab.prepare("hygiene");
    try (var statement = session.connection().prepareStatement(lab.contract().commitSql())) {
      for (int i = 0; i < COMMITS; i++) {
        lab.contract().bindCommit(statement, Session.NAME, "hygiene", "quiet");
        statement.executeQuery().close();
        if (statement.getWarnings() != null) {
          told++;
          example = statement.getWarnings().getMessage() + "";
          statement.clearWarnings();
        }
      }
    }
    return Answer.of(
        told < COMMITS / 2,
        told == 0 ? COMMITS + " commits, no notice" : told + " notices in " + COMMITS + " commits",
        "%d of %d commits send a notice or warning (“%s”). Logs fill up with it"
            .formatted(told, COMMITS, Text.shown(example, 80)));
  }
}
