package pggit.load.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import pggit.load.check.Failure;
import pggit.load.measure.Cause;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.ScratchDatabase;
import pggit.load.server.SetupException;

/**
 * What the very first commits do, one user alone: on {@code main} in a fresh database, and on a
 * branch that is not there yet. Each is tried in a copy of its own, so that neither the other nor
 * the load meets what it left behind: a sequence moves on even when its transaction is rolled back.
 *
 * @param tried each with what came of it
 * @param obstacle why no copy could be made; empty if all were
 */
public record FreshCommits(List<Tried> tried, Optional<String> obstacle) {

  private static final int ATTEMPTS = 3;
  private static final String NAME = "first";
  private static final String MESSAGE = "the first commit";

  private static final String SCRIPT =
      """
      -- %s
      --
      -- Seen: %s
      --
      -- Expected: the first of these commits goes through. Then no row is called failed.
      --
      -- Run it as a role that commits, on an empty database with this pgGit: psql -X -f %s DATABASE
      \\set VERBOSITY verbose
      %s\\set refused :ERROR
      -- The same again.
      %sSELECT 'the first commit, and not the same after it' AS failed
       WHERE :'refused'::boolean AND NOT :'ERROR'::boolean;
      """;

  /** What is tried, how its verdict is called, and the file that shows it. */
  enum What {
    DATABASE("first commit of a fresh database", "main", "scripts/first-of-database.sql"),
    BRANCH(
        "first commit of a new branch, one user",
        "pggit-load-first",
        "scripts/first-of-branch.sql");

    private final String title;
    private final String branch;
    private final String file;

    What(String title, String branch, String file) {
      this.title = title;
      this.branch = branch;
      this.file = file;
    }
  }

  /**
   * The same commit, up to three times until one goes through.
   *
   * @param call of pgGit, with its arguments
   * @param refusals of those that did not
   * @param wentThrough whether the last one did
   */
  record Tried(What what, String call, List<Failure> refusals, boolean wentThrough) {
    Tried {
      refusals = List.copyOf(refusals);
    }

    Optional<Failure> unprivileged() {
      return refusals.stream().filter(Failure::isPrivilege).findFirst();
    }

    Verdict verdict() {
      if (refusals.isEmpty()) {
        return Verdict.pass(what.title, "went through, on branch " + what.branch);
      }
      var seen = "branch %s: %s".formatted(what.branch, refusals.get(0));
      var cause = Cause.errors(refusals.stream().map(Failure::kind).toList());
      return wentThrough
          ? Verdict.fail(
                  what.title,
                  "%s; the same commit went through at attempt %d"
                      .formatted(seen, refusals.size() + 1))
              .because(cause)
              .shownBy(what.file)
          : Verdict.undecided(
                  what.title, seen + ", each time: it is not a matter of being the first")
              .because(cause);
    }

    /** For psql: the same commit as often, and what is wrong with that. */
    String script() {
      var commit = "SELECT " + call + ";\n";
      return SCRIPT.formatted(
          verdict().name(),
          verdict().evidence(),
          what.file.replaceFirst(".*/", ""),
          commit,
          commit.repeat(refusals.size()));
    }
  }

  public FreshCommits {
    tried = List.copyOf(tried);
  }

  /**
   * Tries them.
   *
   * @param database with pgGit in it, and nobody connected to it
   * @param user as whom to commit
   * @param limit longest time of a commit
   */
  static FreshCommits of(
      PostgresServer server, Endpoint database, Endpoint user, Contract contract, Duration limit) {
    var all = new ArrayList<Tried>();
    for (var what : What.values()) {
      try (var copy = ScratchDatabase.copyOf(server, database.database())) {
        all.add(tried(what, user.withDatabase(copy.endpoint().database()), contract, limit));
      } catch (SetupException e) {
        return new FreshCommits(all, Optional.of(String.valueOf(e.getMessage())));
      }
    }
    return new FreshCommits(all, Optional.empty());
  }

  private static Tried tried(What what, Endpoint user, Contract contract, Duration limit) {
    var refusals = new ArrayList<Failure>();
    var call = contract.commitCall("'" + NAME + "'", "'" + what.branch + "'", "'" + MESSAGE + "'");
    while (refusals.size() < ATTEMPTS) {
      var refusal = commit(what.branch, user, contract, limit);
      if (refusal.isEmpty()) {
        return new Tried(what, call, refusals, true);
      }
      refusals.add(refusal.get());
    }
    return new Tried(what, call, refusals, false);
  }

  private static Optional<Failure> commit(
      String branch, Endpoint user, Contract contract, Duration limit) {
    try (var connection = user.connect();
        var settings = connection.createStatement();
        var commit = connection.prepareStatement(contract.commitSql())) {
      connection.setAutoCommit(false);
      settings.execute("SET LOCAL statement_timeout = " + limit.toMillis());
      contract.bindCommit(commit, NAME, branch, MESSAGE);
      commit.executeQuery().close();
      connection.commit();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(Failure.of(e));
    }
  }

  /** What says that this role lacks a privilege; empty if nothing does. */
  Optional<Failure> unprivileged() {
    return tried.stream().map(Tried::unprivileged).flatMap(Optional::stream).findFirst();
  }

  /** Whether a commit went through. */
  boolean possible() {
    return tried.stream().anyMatch(Tried::wentThrough);
  }

  /**
   * One for each; undecided where no copy could be made.
   *
   * @param shown takes the scripts that show what does not hold, by the names that verdicts give
   */
  public List<Verdict> verdicts(BiConsumer<String, String> shown) {
    var verdicts = new ArrayList<>(tried.stream().map(Tried::verdict).toList());
    tried.stream()
        .filter(one -> one.verdict().script() != null)
        .forEach(one -> shown.accept(one.what.file, one.script()));
    for (var what : What.values()) {
      if (verdicts.stream().noneMatch(v -> v.name().equals(what.title))) {
        verdicts.add(
            Verdict.undecided(
                what.title, "no copy of the database to try it in: " + obstacle.orElseThrow()));
      }
    }
    return verdicts;
  }
}
