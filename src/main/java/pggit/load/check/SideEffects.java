package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import pggit.load.measure.Severity;

/** What commits do to the server and to what is stored already, besides adding to it. */
final class SideEffects {

  /** Fewer of them say nothing. */
  private static final int HISTORY = 500;

  private static final int OLDEST = 10;

  private SideEffects() {}

  static Family family() {
    return Family.of(
            "side effects",
            Severity.COST,
            Property.of("old commits stay, however many follow", SideEffects::kept)
                .as(Severity.LOSS))
        .with("side-effects");
  }

  private static Answer kept(Lab lab) throws SQLException, CannotTell {
    var session = lab.user();
    var old = new ArrayList<Made>();
    for (int i = 0; i < OLDEST; i++) {
      old.add(session.make("kept", "old " + i));
    }
    int more = new Bulk(lab, session).upTo(lab.scale().history(), "kept").done();
    boolean registry = lab.anatomy().registry().isPresent();
    int gone = 0;
    int unregistered = 0;
    for (var commit : old) {
      gone += lab.anatomy().isStored(lab.shared(), commit) ? 0 : 1;
      boolean missing = registry && lab.anatomy().registered(lab.shared(), commit.id()) == 0;
      unregistered += missing ? 1 : 0;
    }
    if (gone == 0 && more < HISTORY) {
      throw new CannotTell("only " + more + " commits could be made in the time given");
    }
    if (gone == 0 && unregistered > 0) {
      return Answer.broken(
          "the IDs of %d of the first %d commits of a branch are gone from pggit.trinity_ids after %,d more. Whoever looks an ID up there does not find it"
              .formatted(unregistered, OLDEST, more));
    }
    return Answer.of(
        gone == 0,
        "the first %d of a branch are there after %,d more".formatted(OLDEST, more),
        "%d of the first %d commits of a branch are gone after %,d more. pgGit deletes history that it acknowledged"
            .formatted(gone, OLDEST, more));
  }
}
