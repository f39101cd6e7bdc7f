package pggit.load.check;

import java.sql.SQLException;
import java.util.Locale;

/** What a property may be about that not every pgGit has: {@code -- needs:} in its script. */
enum Offer {
  /** Commits have a name. */
  NAMES {
    @Override
    boolean by(Lab lab) {
      return lab.isTrinity();
    }
  },
  REGISTRY {
    @Override
    boolean by(Lab lab) {
      return lab.anatomy().registry().isPresent();
    }
  },
  PARENTS {
    @Override
    boolean by(Lab lab) {
      return lab.anatomy().parent().isPresent() && lab.anatomy().parentKey().isPresent();
    }
  },
  TIMES {
    @Override
    boolean by(Lab lab) {
      return !lab.anatomy().times().isEmpty();
    }
  },
  AUTHORS {
    @Override
    boolean by(Lab lab) {
      return lab.anatomy().author().isPresent();
    }
  },
  /** A commit may bring its ID along. */
  OWN_IDS {
    @Override
    boolean by(Lab lab) {
      return ByName.ownIdOf(lab.contract()).isPresent();
    }
  },
  /** A commit may go without a message. */
  OPTIONAL_MESSAGE {
    @Override
    boolean by(Lab lab) {
      return ByName.messageOf(lab.contract()).filter(lab.contract()::isOptional).isPresent();
    }
  },
  /** A commit is given the SQL that it is about. */
  CONTENT {
    @Override
    boolean by(Lab lab) {
      return ByName.contentOf(lab.contract()).isPresent();
    }
  },
  /** A commit may be given its parents, by their IDs. */
  GIVEN_PARENTS {
    @Override
    boolean by(Lab lab) {
      return ByName.parentsOf(lab.contract()).isPresent();
    }
  },
  VERSIONS {
    @Override
    boolean by(Lab lab) throws SQLException {
      return ShownVersion.claimed(lab);
    }
  };

  abstract boolean by(Lab lab) throws SQLException;

  static Offer of(String need) {
    return valueOf(need.toUpperCase(Locale.ROOT));
  }
}
