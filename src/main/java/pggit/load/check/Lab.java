package pggit.load.check;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.WayIn;
import pggit.load.settings.Settings.Behaved;

/**
 * A database with pgGit for one family of checks, which may do with it what they like, and the
 * sessions in it. Every statement has a time limit.
 */
final class Lab implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lab.class);

  /** What outlives its transaction in the session, or names the session. */
  private static final Pattern STAYS =
      Pattern.compile(
          "^\\s*(SET(?!\\s+(LOCAL|TRANSACTION|CONSTRAINTS)\\b)|RESET|DISCARD|DEALLOCATE|PREPARE|LISTEN"
              + "|CREATE\\s+TEMP(ORARY)?)\\b|set_config\\(|pg_advisory_|pg_backend_pid\\(",
          Pattern.CASE_INSENSITIVE);

  private static final int FIRST_COMMITS = 5;

  private final Laboratory laboratory;
  private final Endpoint admin;
  private final Endpoint user;
  private final Laboratory.Explored explored;
  private final AtomicInteger numbers = new AtomicInteger();
  private final CommitPace pace = new CommitPace();
  private final Map<String, Session> kept = new HashMap<>();
  private final Set<String> branches = new HashSet<>();

  /** Branches that the examination at work needs. */
  private final Set<String> needed = new LinkedHashSet<>();

  private volatile boolean warmedUp;

  /** This one, and those without pgGit. */
  private final Set<String> databases = ConcurrentHashMap.newKeySet();

  Lab(Laboratory laboratory, Endpoint admin, Endpoint user, Laboratory.Explored explored) {
    this.laboratory = laboratory;
    this.admin = bounded(admin);
    this.user = bounded(user);
    this.explored = explored;
    databases.add(admin.database());
  }

  private Endpoint bounded(Endpoint endpoint) {
    return Session.bounded(endpoint, scale().patience());
  }

  Anatomy anatomy() {
    return explored.anatomy();
  }

  Behaved scale() {
    return laboratory.scale;
  }

  /** How long commits took since it was asked for the last time to begin again. */
  CommitPace pace() {
    return pace;
  }

  /** What a crash leaves depends on them: as they were when the server started, as jsonb. */
  String settingsBefore() {
    return Stream.of("fsync", "synchronous_commit", "full_page_writes")
        .filter(laboratory.server.facts().settings()::containsKey)
        .map(
            name ->
                "\"%s\": \"%s\"".formatted(name, laboratory.server.facts().settings().get(name)))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Whether this pgGit has what a script needs. */
  boolean offers(String need) {
    return Objects.requireNonNull(anatomy().offers().get(need), need);
  }

  boolean isTrinity() {
    return laboratory.contract.name().equals("trinity");
  }

  /** A new session, which the caller closes. */
  Session open(String role) throws SQLException {
    return new Session(Session.connect(endpoint(role)), laboratory.contract);
  }

  /** How a script's user, admin or stranger gets in, or into a database without pgGit. */
  Endpoint endpoint(String role) {
    return switch (role) {
      case "user" -> user;
      case "admin" -> admin;
      case "plain" -> user.withDatabase(plain());
      case "plain_admin" -> admin.withDatabase(plain());
      case "stranger" ->
          admin.withLogin(
              stranger().orElseThrow(() -> new CannotTell("there is no role without privileges")));
      default -> throw new IllegalArgumentException("no role " + role);
    };
  }

  /** The name of a new database without pgGit. */
  String plain() {
    try {
      var plain = laboratory.plain().database();
      databases.add(plain);
      return plain;
    } catch (SQLException e) {
      throw new CannotTell("no control without pgGit: " + Failure.of(e));
    }
  }

  /** For a script that needs a session of its own where a pooler lends it to others. */
  void refuseIfItStays(String sql) {
    if (user.way() == WayIn.TRANSACTIONS && STAYS.matcher(sql).find()) {
      throw new CannotTell(
          "it needs a session of its own, which a pooler in transaction mode lends to others: "
              + WayIn.REMEDY);
    }
  }

  /** The one admin session of a property for looking, always outside of a transaction. */
  Session shared() throws SQLException {
    return kept("looking");
  }

  private Session kept(String purpose) throws SQLException {
    synchronized (kept) {
      var known = kept.get(purpose);
      if (known == null) {
        known = open("admin");
        kept.put(purpose, known);
      }
      return known;
    }
  }

  /** Commits until one goes through, so that what only a database's first commits do is over. */
  void warmUp() throws SQLException {
    warmedUp = true;
    try (var session = open("user")) {
      for (int i = 0; i < FIRST_COMMITS; i++) {
        if (session.attempt("warm-up", "a commit before all others").isEmpty()) {
          break;
        }
      }
    }
  }

  /** Whether commits have been made here before the checks begin. */
  boolean isWarmedUp() {
    return warmedUp || laboratory.used;
  }

  /**
   * Sees to it that a branch is there, where a commit does not make it. What cannot be made is not
   * made: then the commit tells.
   */
  synchronized void prepare(String branch) {
    if (branching().isPresent() && needed.add(branch) && branches.add(branch)) {
      try {
        kept("making branches").call(branching().get().sql(), branch);
      } catch (SQLException e) {
        LOG.debug("branch {} could not be made", branch, e);
      }
    }
  }

  /** Another examination begins. */
  synchronized void beginAgain() {
    pace.beginAgain();
    needed.clear();
  }

  /** The statements that made the branches of the examination that was the last to begin. */
  synchronized List<String> preparations() {
    return needed.stream()
        .map(b -> "'" + b.replace("'", "''") + "'")
        .map(b -> branching().orElseThrow().sql().replace("?", b) + ";\n")
        .toList();
  }

  /** How the checks make branches; empty if commits do, as they should. */
  Optional<Branching> branching() {
    return explored.branching();
  }

  /** Login of a role that was granted nothing. */
  Optional<Login> stranger() {
    return laboratory.stranger;
  }

  /**
   * As many sessions at once as the scale wants and the server has room for, or so many, up to half
   * as many again.
   */
  int sessions(int wanted) throws SQLException {
    int scaled = wanted == Script.ALL ? scale().sessions() : scale().sessions() * 3 / 2;
    return (int) Math.max(2, Math.min(Math.min(wanted, scaled), room()));
  }

  /** Whether the harness is superuser: what is refused to it then is not a matter of its role. */
  boolean mayDoEverything() {
    try {
      return shared()
          .holds("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user");
    } catch (SQLException e) {
      return false;
    }
  }

  /** How many more sessions the server lets in, but for a few that others may want. */
  long room() throws SQLException {
    return shared().number(Macros.question("room()"));
  }

  /** For names that nothing in this database has yet. */
  String number() {
    return Integer.toString(numbers.incrementAndGet());
  }

  /** The one that was given out last. */
  String lastNumber() {
    return numbers.toString();
  }

  /** Statements that make a database without pgGit as this one else is. */
  List<String> extensions() {
    return laboratory.extensions();
  }

  /** Closes what a property has left open. */
  @Override
  public void close() {
    List<Session> all;
    synchronized (kept) {
      all = List.copyOf(kept.values());
      kept.clear();
    }
    for (var session : all) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.debug("a session did not close", e);
      }
    }
    if (pooled()) {
      killSessions(); // a pooler keeps them, and what was done in them
    }
  }

  /** Whether what takes too long may be waiting for a pooler rather than in pgGit. */
  boolean pooled() {
    return admin.way() != WayIn.DIRECT;
  }

  /** Who waits for whom in the database just now, seen from outside; empty if nobody does. */
  Optional<String> waiting() {
    try (var maintenance = maintenance()) {
      return Optional.ofNullable(
          maintenance.text(Macros.question("who_waits(?)"), admin.database()));
    } catch (SQLException e) {
      LOG.debug("nobody can tell who waits in {}", admin.database(), e);
      return Optional.empty();
    }
  }

  /** Ends all sessions of its databases from outside, so that whoever waits for one goes on. */
  void killSessions() {
    try (var maintenance = maintenance()) {
      for (var database : databases) {
        maintenance.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?", database);
      }
    } catch (SQLException e) {
      LOG.warn("cannot end the sessions of {}: {}", admin.database(), e.getMessage());
    }
  }

  /** Sees the whole server, from outside of what is examined. */
  private Session maintenance() throws SQLException {
    return new Session(bounded(laboratory.server.admin()).connect(), laboratory.contract);
  }
}
