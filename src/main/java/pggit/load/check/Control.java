package pggit.load.check;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;

/**
 * The same without pgGit: what sessions of a lab run beside commits is taken down, and run by the
 * same roles in a database without pgGit when one of those statements has failed. What fails there
 * with the same SQLSTATE is not pgGit's doing. Costs nothing as long as nothing fails. Any threads
 * may use it.
 */
final class Control implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Control.class);

  /** What is about pgGit, or about the whole server, which both databases are on. */
  private static final Pattern NOT_PLAIN =
      Pattern.compile(
          "\\bpggit\\b|\\bpggit_\\w+\"?\\."
              + "|\\b(ROLE|USER|DATABASE|SYSTEM|TABLESPACE|SUBSCRIPTION|PREPARED|PREPARE TRANSACTION|DROP OWNED)\\b"
              + "|pg_(terminate|cancel)_backend|pg_sleep");

  /** Makes the database without pgGit. */
  interface Database {
    Endpoint make() throws SQLException;
  }

  /** What a session did. */
  interface Act {
    void by(Session session) throws SQLException;
  }

  private record Step(Hand hand, Act act) {}

  static final Act CLOSE = Session::close;

  private final Database database;
  private final Contract contract;
  private final Duration patience;
  private final List<Step> steps = new ArrayList<>();
  private final List<Optional<Failure>> outcomes = new ArrayList<>();
  private final Map<SQLException, Integer> failed = new IdentityHashMap<>();
  private final List<Session> open = new ArrayList<>();
  private @Nullable Endpoint place;

  Control(Database database, Contract contract, Duration patience) {
    this.database = database;
    this.contract = contract;
    this.patience = patience;
  }

  /** What one session of the lab does, and the session that does the same here. */
  final class Hand {
    private final Endpoint endpoint;
    private @Nullable Session session;

    Hand(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Runs a statement of the lab and takes it down. */
    void run(String sql, Failure.Work statement) throws SQLException {
      boolean plain = !NOT_PLAIN.matcher(sql).find();
      int step = plain ? take(this, s -> s.run(sql)) : 0;
      try {
        statement.run();
      } catch (SQLException e) {
        if (plain) {
          note(e, step);
        }
        throw e;
      }
    }

    /** A question of the lab failed: it is asked here too if somebody is to be accused. */
    void failed(String sql, Object[] parameters, SQLException e) {
      if (!NOT_PLAIN.matcher(sql).find()) {
        note(e, take(this, s -> s.column(sql, parameters)));
      }
    }

    /** What it did beside statements: began a transaction, ended it, or was closed. */
    void did(Act act) {
      take(this, act);
    }

    private void close() throws SQLException {
      if (session != null) {
        session.close();
        session = null;
      }
    }

    /** Whether what the lab's session failed with is not pgGit's doing. */
    boolean excuses(SQLException e) {
      return Control.this.excuses(e);
    }

    private Session session() throws SQLException {
      if (session == null || session.connection().isClosed()) { // an error may have ended it
        var here = endpoint.withDatabase(place().database());
        session = new Session(Connections.open(Connections.bounded(here, patience)), contract);
        open.add(session);
      }
      return session;
    }
  }

  Hand hand(Endpoint endpoint) {
    return new Hand(endpoint);
  }

  private synchronized int take(Hand hand, Act act) {
    steps.add(new Step(hand, act));
    return steps.size() - 1;
  }

  private synchronized void note(SQLException e, int step) {
    failed.put(e, step);
  }

  /**
   * Whether a statement that failed in the lab fails without pgGit as well.
   *
   * @throws SetupException if there is no database to try it in: then nobody may be accused
   */
  synchronized boolean excuses(SQLException e) {
    var step = failed.get(e);
    if (step == null) {
      return false;
    }
    while (outcomes.size() <= step) {
      outcomes.add(outcome(steps.get(outcomes.size())));
    }
    return outcomes.get(step).filter(f -> f.state().equals(Failure.of(e).state())).isPresent();
  }

  private Optional<Failure> outcome(Step step) {
    try {
      if (step.act().equals(CLOSE)) {
        step.hand().close();
        return Optional.empty();
      }
      var session = step.hand().session();
      return session.attempt(() -> step.act().by(session));
    } catch (SQLException e) {
      throw new SetupException("no control without pgGit: " + e.getMessage(), e);
    }
  }

  private Endpoint place() throws SQLException {
    if (place == null) {
      place = database.make();
    }
    return place;
  }

  /** Ends its sessions; the database is that of who made it. */
  @Override
  public synchronized void close() {
    for (var session : open) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.debug("a session of the control did not close", e);
      }
    }
    open.clear();
  }
}
