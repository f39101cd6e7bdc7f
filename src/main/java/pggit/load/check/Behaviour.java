package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.SetupException;
import pggit.load.server.WayIn;

/**
 * Examines how a pgGit behaves, in copies of its database that are dropped afterwards. Ends within
 * bounds whatever pgGit does: what hangs is ended from outside and is a finding.
 */
public final class Behaviour {

  private static final Logger LOG = LoggerFactory.getLogger(Behaviour.class);
  private static final int AT_THE_SAME_TIME = 3;
  private static final Signs NO_END =
      new Signs(Set.of(Symptom.BROKE_OFF, Symptom.REFUSED, Symptom.LATE), Set.of());

  private final Laboratory laboratory;
  private final Scale scale;
  private final Predicate<String> wanted;
  private final Collection<Failure> chance = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "pggit-check");
            thread.setDaemon(true);
            return thread;
          });

  private Behaviour(Laboratory laboratory, Scale scale, Predicate<String> wanted) {
    this.laboratory = laboratory;
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
      return examine(laboratory, scale, name -> true, progress);
    } catch (SetupException | CannotTell e) {
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
      return examine(laboratory, scale, wanted, line -> LOG.debug("{}", line));
    }
  }

  private static List<Verdict> examine(
      Laboratory laboratory, Scale scale, Predicate<String> wanted, Consumer<String> progress) {
    var behaviour = new Behaviour(laboratory, scale, wanted);
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
      var failure = explored.failure();
      if (failure != null
          && examined.stream().noneMatch(e -> e.fails() && e.signs().show(failure))) {
        examined.addAll(
            Answer.broken("fails with " + failure + ". Hardly anything else can be told")
                .seeing(failure)
                .examined("a plain commit"));
      }
      return Causes.once(examined, List.copyOf(chance));
    } finally {
      pool.shutdownNow();
    }
  }

  /** What there is to be seen of a pgGit; the error if it cannot even commit. */
  private record Explored(Anatomy anatomy, @Nullable Failure failure) {}

  private Explored explore() {
    try {
      return new Explored(laboratory.explore(), null);
    } catch (SQLException e) {
      return new Explored(exploreCatalog(), Failure.of(e));
    }
  }

  private Anatomy exploreCatalog() {
    try {
      return laboratory.exploreCatalog();
    } catch (SQLException e) {
      throw new SetupException("cannot look into the database: " + e.getMessage(), e);
    }
  }

  private List<Examined> run(Family family, Explored explored, Consumer<String> progress) {
    long started = System.nanoTime();
    var examined = new ArrayList<Examined>();
    var opened = new ArrayList<Lab>();
    try {
      var lab = laboratory.lab(explored.anatomy());
      opened.add(lab);
      boolean fresh = true;
      for (var property : family.properties()) {
        if (fresh && laboratory.failsAtFirst() && !property.name().equals(FirstCommits.FIRST)) {
          lab.warmUp();
          fresh = false;
        }
        if (wanted.test(property.name())) {
          for (var one : examine(lab, property, explored.failure())) {
            examined.add(one.weighed(property.severity().orElse(family.severity())));
          }
        }
      }
      chance.addAll(lab.failedByChance());
    } catch (SQLException | SetupException | CannotTell e) {
      LOG.debug("{}", family.name(), e);
      family.properties().stream()
          .filter(p -> wanted.test(p.name()))
          .forEach(
              p ->
                  examined.add(
                      Examined.of(
                          Verdict.undecided(p.name(), "no database for it: " + e.getMessage()))));
    }
    opened.forEach(Lab::end);
    progress.accept(Examined.summary(family.name(), examined, System.nanoTime() - started));
    return examined;
  }

  private List<Examined> examine(Lab lab, Property property, @Nullable Failure plainCommit) {
    if (property.needsCommits() && plainCommit != null) {
      return List.of(
          Examined.of(
              Verdict.undecided(property.name(), "a plain commit fails already: " + plainCommit)));
    }
    var first = attempt(lab, property);
    if (first.failure().isEmpty() && !isLate(first.answer())) {
      return examined(property, first);
    }
    // One more try: what fails by chance says nothing about the property. It is told apart, but for
    // what was late once without a reason.
    var second = attempt(lab, property);
    if (second.failure().isEmpty()) {
      first.failure().ifPresent(lab::failedByChance);
    }
    return examined(property, second);
  }

  /** Whether something got no answer in time, and nobody knows why: the machine may be busy. */
  private static boolean isLate(Answer answer) {
    return answer instanceof Answer.Broken broken
        && broken.signs().show(Symptom.LATE)
        && !broken.signs().show(Symptom.EXPLAINED);
  }

  private static List<Examined> examined(Property property, Attempt attempt) {
    return attempt.answer().examined(property.name()).stream().map(e -> e.of(property)).toList();
  }

  private Attempt attempt(Lab lab, Property property) {
    lab.pace().beginAgain();
    var future = threads.submit(() -> property.examination().examine(lab));
    try {
      return Attempt.answered(future.get(scale.limit().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      var waiting = lab.waiting();
      lab.killSessions();
      future.cancel(true);
      if (lab.pooled() && waiting.isEmpty()) {
        return Attempt.answered(
            Answer.unknown(
                "did not come to an end within %d s; it may have waited for a session of the pooler: %s"
                    .formatted(scale.limit().toSeconds(), WayIn.REMEDY)));
      }
      return Attempt.answered(
          noEnd(
              lab.pace().slow().map(how -> "pgGit is slow: " + how),
              waiting.map(who -> "pgGit hangs: " + who)));
    } catch (ExecutionException e) {
      LOG.debug("{}", property.name(), e.getCause());
      if (e.getCause() instanceof CannotTell reason) {
        return Attempt.answered(Answer.unknown(String.valueOf(reason.getMessage())));
      }
      if (e.getCause() instanceof SetupException noControl) {
        return Attempt.answered(Answer.unknown(String.valueOf(noControl.getMessage())));
      }
      return e.getCause() instanceof SQLException sql
          ? failed(lab, sql)
          : Attempt.answered(Answer.unknown("the check itself failed: " + e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Attempt.answered(Answer.unknown("interrupted"));
    } finally {
      lab.closeSessions();
    }
  }

  /**
   * Without an answer in time pgGit may be slow and not hang: then the times of commits show it.
   */
  private Attempt failed(Lab lab, SQLException e) {
    var failure = Failure.of(e);
    if (lab.excuses(e)) {
      return Attempt.answered(
          Answer.unknown("a statement of the check fails without pgGit too: " + failure));
    }
    if (failure.isPrivilege() && !lab.mayDoEverything()) {
      return Attempt.answered(
          Answer.unknown("the harness's role may not do here what it takes: " + failure));
    }
    var slow = failure.isTimeout() ? lab.pace().slow() : Optional.<String>empty();
    return slow.isEmpty()
        ? Attempt.failed(failure)
        : Attempt.answered(
            Answer.broken(
                    "did not come to an end: a statement got no answer within %d s. pgGit is slow: %s"
                        .formatted(scale.patience().toSeconds(), slow.get()))
                .seeing(NO_END)
                .seeing(Signs.of(Symptom.EXPLAINED)));
  }

  private Answer noEnd(Optional<String> slow, Optional<String> waiting) {
    var why = slow.or(() -> waiting);
    var answer =
        Answer.broken(
                "did not come to an end within %d s. %s"
                    .formatted(
                        scale.limit().toSeconds(),
                        why.orElse("Nobody waits for a lock: something in it takes too long")))
            .seeing(NO_END);
    return why.isPresent() ? answer.seeing(Signs.of(Symptom.EXPLAINED)) : answer;
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
