package pggit.load.check;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
          "\\bpggit\\b|\\bpggit_\\w+\"?\\.|\\b(ROLE|USER|DATABASE|SYSTEM|TABLESPACE|SUBSCRIPTION|PREPARED|PREPARE"
              + " TRANSACTION|DROP OWNED)\\b|pg_(terminate|cancel)_backend|pg_sleep");

  /** Makes the database without pgGit. */
  interface Database {
    Endpoint make() throws SQLException;
  }

  /** What a session did. */
  interface Act {
    void by(Session session) throws SQLException;
  }

  private record Step(Session session, Act act) {}

  private final Database database;
  private final Contract contract;
  private final Duration patience;
  private final List<Step> steps = new ArrayList<>();
  private final List<Optional<Failure>> outcomes = new ArrayList<>();
  private final Map<SQLException, Integer> failed = new IdentityHashMap<>();

  /** Those that do the same here, by the session of the lab. */
  private final Map<Session, Session> doubles = new HashMap<>();

  private @Nullable Endpoint place;

  Control(Database database, Contract contract, Duration patience) {
    this.database = database;
    this.contract = contract;
    this.patience = patience;
  }

  /** Takes down what a session of the lab did beside statements, as to begin a transaction. */
  synchronized void did(Session session, Act act) {
    steps.add(new Step(session, act));
  }

  /** Has a session of the lab run something, and takes it down. */
  void run(Session session, String sql, Failure.Work statement) throws SQLException {
    int step = NOT_PLAIN.matcher(sql).find() ? -1 : take(session, s -> s.run(sql));
    try {
      statement.run();
    } catch (SQLException e) {
      note(e, step);
      throw e;
    }
  }

  /** A question of the lab failed: it is asked here too if somebody is to be accused. */
  void failed(Session session, String sql, Object[] parameters, SQLException e) {
    if (!NOT_PLAIN.matcher(sql).find()) {
      note(e, take(session, s -> s.column(sql, parameters)));
    }
  }

  private synchronized int take(Session session, Act act) {
    did(session, act);
    return steps.size() - 1;
  }

  private synchronized void note(SQLException e, int step) {
    if (step >= 0) {
      failed.put(e, step);
    }
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
      var here = here(step.session());
      return here.attempt(() -> step.act().by(here));
    } catch (SQLException e) {
      throw new SetupException("no control without pgGit: " + e.getMessage(), e);
    }
  }

  private Session here(Session session) throws SQLException {
    var known = doubles.get(session);
    if (known != null && !known.connection().isClosed()) { // an error may have ended it
      return known;
    }
    if (place == null) {
      place = database.make();
    }
    var endpoint = session.endpoint().withDatabase(place.database());
    var opened = new Session(Connections.open(Connections.bounded(endpoint, patience)), contract);
    doubles.put(session, opened);
    return opened;
  }

  /** Ends its sessions; the database is that of who made it. */
  @Override
  public synchronized void close() {
    for (var session : doubles.values()) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.debug("a session of the control did not close", e);
      }
    }
    doubles.clear();
  }
}
