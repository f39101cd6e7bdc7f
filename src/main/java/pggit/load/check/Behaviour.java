package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Verdict;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.SetupException;
import pggit.load.target.Contract;

/**
 * Examines how a pgGit behaves, in copies of its database that are dropped afterwards. Ends within
 * bounds whatever pgGit does: what hangs is ended from outside and is a finding.
 */
public final class Behaviour {

  private static final Logger LOG = LoggerFactory.getLogger(Behaviour.class);
  private static final int AT_THE_SAME_TIME = 3;

  /** How often a commit is tried before pgGit counts as one that cannot commit. */
  private static final int TRIES = 5;

  private final Laboratory laboratory;
  private final Contract contract;
  private final Scale scale;
  private final Predicate<String> wanted;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "pggit-check");
            thread.setDaemon(true);
            return thread;
          });

  private Behaviour(
      Laboratory laboratory, Contract contract, Scale scale, Predicate<String> wanted) {
    this.laboratory = laboratory;
    this.contract = contract;
    this.scale = scale;
    this.wanted = wanted;
  }

  /**
   * Examines everything.
   *
   * @param database as a role that may copy the database and do everything in the copies; nobody
   *     may be connected to it
   * @param user as the role that commits
   * @param progress is told when a family of properties is through, in a line
   */
  public static List<Verdict> examine(
      PostgresServer server,
      Endpoint database,
      Endpoint user,
      Contract contract,
      Scale scale,
      Consumer<String> progress) {
    try (var laboratory = new Laboratory(server, database, user, contract, scale, false)) {
      return examine(laboratory, contract, scale, name -> true, progress);
    } catch (SetupException e) {
      return List.of(Verdict.undecided("behaviour", String.valueOf(e.getMessage())));
    }
  }

  /**
   * Examines a few properties in the database itself.
   *
   * @param wanted which properties, by name
   */
  static List<Verdict> examineInPlace(
      PostgresServer server,
      Endpoint database,
      Endpoint user,
      Contract contract,
      Scale scale,
      Predicate<String> wanted) {
    try (var laboratory = new Laboratory(server, database, user, contract, scale, true)) {
      return examine(laboratory, contract, scale, wanted, line -> LOG.debug("{}", line));
    }
  }

  private static List<Verdict> examine(
      Laboratory laboratory,
      Contract contract,
      Scale scale,
      Predicate<String> wanted,
      Consumer<String> progress) {
    var behaviour = new Behaviour(laboratory, contract, scale, wanted);
    try {
      return behaviour.run(progress);
    } finally {
      behaviour.threads.shutdownNow();
    }
  }

  private List<Verdict> run(Consumer<String> progress) {
    var explored = explore();
    var pool = Executors.newFixedThreadPool(AT_THE_SAME_TIME);
    try {
      var families =
          Families.all().stream()
              .filter(f -> f.properties().stream().anyMatch(p -> wanted.test(p.name())))
              .toList();
      var alone = new ArrayList<Future<List<Examined>>>();
      var together = new ArrayList<Future<List<Examined>>>();
      for (var family : families) {
        if (!family.alone()) {
          together.add(pool.submit(() -> run(family, explored, progress)));
        }
      }
      var examined = new ArrayList<Examined>();
      for (var future : together) {
        examined.addAll(get(future));
      }
      for (var family : families) {
        if (family.alone()) {
          alone.add(pool.submit(() -> run(family, explored, progress)));
          examined.addAll(get(alone.get(alone.size() - 1)));
        }
      }
      return Causes.once(examined);
    } finally {
      pool.shutdownNow();
    }
  }

  /** What there is to be seen of a pgGit; the error if it cannot even commit. */
  private record Explored(Anatomy anatomy, @Nullable Failure failure) {}

  private Explored explore() {
    SQLException last = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        return new Explored(laboratory.explore(), null);
      } catch (SQLException e) {
        last = e;
      }
    }
    try {
      var failure = last == null ? null : Failure.of(last);
      return new Explored(laboratory.exploreCatalog(), failure);
    } catch (SQLException e) {
      throw new SetupException("cannot look into the database: " + e.getMessage(), e);
    }
  }

  private List<Examined> run(Family family, Explored explored, Consumer<String> progress)
      throws SQLException {
    long started = System.nanoTime();
    var lab = laboratory.lab(explored.anatomy());
    var examined = new ArrayList<Examined>();
    for (var property : family.properties()) {
      if (!wanted.test(property.name())) {
        continue;
      }
      if (property.needsCommits() && explored.failure() != null) {
        examined.add(
            Examined.of(
                Verdict.undecided(
                    property.name(), "a plain commit fails already: " + explored.failure())));
      } else {
        examined.addAll(examine(lab, property));
      }
    }
    progress.accept(Examined.summary(family.name(), examined, System.nanoTime() - started));
    return examined;
  }

  private List<Examined> examine(Lab lab, Property property) {
    var first = attempt(lab, property);
    // One more try: a commit that fails now and then is a finding of the long series, not of
    // whatever happened to be examined at that moment.
    var answer = first.failure() == null ? first : attempt(lab, property);
    return answer.verdicts(property.name());
  }

  private Attempt attempt(Lab lab, Property property) {
    var future = threads.submit(() -> property.examination().examine(lab));
    try {
      return Attempt.answered(
          future.get(scale.limit().toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS));
    } catch (java.util.concurrent.TimeoutException e) {
      lab.killSessions();
      future.cancel(true);
      return Attempt.answered(
          Answer.broken(
              "did not come to an end within " + scale.limit().toSeconds() + " s. pgGit hangs"));
    } catch (ExecutionException e) {
      LOG.debug("{}", property.name(), e.getCause());
      if (e.getCause() instanceof CannotTell reason) {
        return Attempt.answered(Answer.unknown(String.valueOf(reason.getMessage())));
      }
      return e.getCause() instanceof SQLException sql
          ? Attempt.failed(Failure.of(sql))
          : Attempt.answered(Answer.unknown("the check itself failed: " + e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Attempt.answered(Answer.unknown("interrupted"));
    } finally {
      lab.closeSessions();
    }
  }

  private static List<Examined> get(Future<List<Examined>> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new SetupException("the checks could not be made: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
