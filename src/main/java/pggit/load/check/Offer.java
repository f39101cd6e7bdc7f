package pggit.load.check;

import java.sql.SQLException;
import java.util.Locale;

/** What a property may be about that not every pgGit has: {@code -- needs:} in its script. */
enum Offer {
  /** Commits have a name. */
  NAMES(Lab::isTrinity),
  REGISTRY(lab -> lab.anatomy().registry().isPresent()),
  PARENTS(lab -> lab.anatomy().parent().isPresent()),
  TIMES(lab -> lab.anatomy().times()),
  AUTHORS(lab -> lab.anatomy().author().isPresent()),
  /** A commit may bring its ID along. */
  OWN_IDS(lab -> ByName.ownIdOf(lab.contract()).isPresent()),
  /** A commit may go without a message. */
  OPTIONAL_MESSAGE(
      lab -> ByName.messageOf(lab.contract()).filter(lab.contract()::isOptional).isPresent()),
  /** A commit is given the SQL that it is about. */
  CONTENT(lab -> ByName.contentOf(lab.contract()).isPresent()),
  /** A commit may be given its parents, by their IDs. */
  GIVEN_PARENTS(lab -> ByName.parentsOf(lab.contract()).isPresent()),
  /** Whether this pgGit claims to keep versions. */
  VERSIONS(
      lab ->
          lab.contract().versionSql().isPresent()
              && (lab.isTrinity()
                  || lab.shared().number("SELECT count(*) FROM pg_event_trigger") > 0));

  private interface Test {
    boolean holds(Lab lab) throws SQLException;
  }

  private final Test test;

  Offer(Test test) {
    this.test = test;
  }

  boolean by(Lab lab) throws SQLException {
    return test.holds(lab);
  }

  static Offer of(String need) {
    return valueOf(need.toUpperCase(Locale.ROOT));
  }
}
