package pggit.load.check;

import java.sql.SQLException;
import java.time.Duration;
import pggit.load.measure.Severity;

/** What a commit is, and where it is found again. */
final class FirstCommits {

  static final String PARENTS = "a commit's parent is the one before it on its branch";
  static final String FIRST = "a first commit on a new branch";

  private FirstCommits() {}

  static Family family() {
    return Family.of(
            "commits",
            Severity.LOSS,
            Property.of("a commit is seen by everybody at once", FirstCommits::visible)
                .as(Severity.INCOMPLETE))
        .with("commits");
  }

  private static Answer visible(Lab lab) throws SQLException, CannotTell {
    var one = lab.user();
    var other = lab.user();
    int late = 0;
    var last = one.make("visible", "the last one");
    for (int i = 0; i < 20; i++) {
      last = one.make("visible", "visible " + i);
      late += lab.anatomy().isStored(other, last) ? 0 : 1;
    }
    var made = last;
    if (!Wait.until(Duration.ofSeconds(1), () -> lab.anatomy().isStored(other, made))) {
      lab.anatomy().require(one, made);
    }
    return Answer.of(
        late == 0,
        "20 of 20 commits seen by another session right after they were acknowledged",
        late
            + " of 20 commits were not there for another session right after they were"
            + " acknowledged. Whoever relies on the ID looks it up in vain");
  }
}
