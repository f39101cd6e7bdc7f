package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Outcome;
import pggit.load.measure.Ticker;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Contract;
import pggit.load.server.Endpoint;
import pggit.load.server.PostgresServer;
import pggit.load.server.SetupException;
import pggit.load.server.WayIn;
import pggit.load.settings.Settings.Behaved;

/**
 * Examines how a pgGit behaves, in copies of its database that are dropped afterwards. Ends within
 * bounds whatever pgGit does: what hangs is ended from outside and is a finding.
 */
public final class Behaviour {

  private static final Logger LOG = LoggerFactory.getLogger(Behaviour.class);
  private static final int AT_THE_SAME_TIME = 3;

  /** What is shown where nothing else can be: in no family, since each begins with commits. */
  private static final Script PLAIN = Script.of(Script.ROOT + "plain-commit.sql");

  private final Laboratory laboratory;
  private final Predicate<String> wanted;
  private final Collection<Failure> chance = new ConcurrentLinkedQueue<>();
  private final AtomicInteger through = new AtomicInteger();

  /** By file: of what did not hold once, whether or not it is told in the end. */
  private final Map<String, String> scripts = new ConcurrentHashMap<>();

  private volatile @Nullable String scriptOfChance;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Ticker.daemons("pggit-check"));

  private Behaviour(Laboratory laboratory, Predicate<String> wanted) {
    this.laboratory = laboratory;
    this.wanted = wanted;
  }

  /**
   * Examines everything.
   *
   * @param database as a role that may copy the database and do everything in the copies; nobody
   *     may be connected to it
   * @param user as the role that commits
   * @param scale how much is done
   * @param progress is told when a family of properties is through: in a line, and the share of
   *     families that are, 0 to 1
   * @param shown takes the scripts that show what does not hold, by the names that verdicts give
   */
  public static List<Verdict> examine(
      PostgresServer server,
      Endpoint database,
      Endpoint user,
      Contract contract,
      Behaved scale,
      ObjDoubleConsumer<String> progress,
      BiConsumer<String, String> shown) {
    try (var laboratory = new Laboratory(server, database, user, contract, scale, false)) {
      return examine(laboratory, name -> true, progress, shown);
    } catch (SetupException | CannotTell e) {
      return List.of(Verdict.undecided("behaviour", String.valueOf(e.getMessage())));
    }
  }

  /**
   * @param wanted which properties, by name
   */
  static List<Verdict> examine(
      Laboratory laboratory,
      Predicate<String> wanted,
      ObjDoubleConsumer<String> progress,
      BiConsumer<String, String> shown) {
    var behaviour = new Behaviour(laboratory, wanted);
    try {
      var verdicts = behaviour.run(progress);
      verdicts.stream()
          .filter(v -> v.outcome() == Outcome.FAIL && v.script() != null)
          .map(v -> String.valueOf(v.script()))
          .distinct()
          .forEach(file -> shown.accept(file, String.valueOf(behaviour.scripts.get(file))));
      return verdicts;
    } finally {
      behaviour.threads.shutdownNow();
    }
  }

  private List<Verdict> run(ObjDoubleConsumer<String> progress) {
    var explored = laboratory.explore();
    var pool = Executors.newFixedThreadPool(AT_THE_SAME_TIME);
    try {
      var examined = new ArrayList<Examined>();
      Family.all().stream()
          .filter(f -> !f.alone() && isWanted(f))
          .map(f -> pool.submit(() -> run(f, explored, progress)))
          .toList() // all begin before the first is waited for
          .forEach(future -> examined.addAll(get(future)));
      Family.all().stream()
          .filter(f -> f.alone() && isWanted(f))
          .forEach(f -> examined.addAll(get(pool.submit(() -> run(f, explored, progress)))));
      var failure = explored.failure();
      if (failure != null
          && examined.stream().noneMatch(e -> e.fails() && e.signs().show(failure))) {
        examined.addAll(plainCommit(explored, failure));
      }
      var byChance = scriptOfChance;
      return Causes.once(examined, List.copyOf(chance)).stream()
          .map(
              v ->
                  v.name().equals(Causes.NOW_AND_THEN) && byChance != null
                      ? v.shownBy(byChance)
                      : v)
          .toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private List<Examined> plainCommit(Laboratory.Explored explored, Failure failure) {
    var fails =
        Examined.broken(
            PLAIN.name(),
            "fails with " + failure + ". Hardly anything else can be told",
            Signs.of(Symptom.REFUSED).and(failure));
    try (var lab = laboratory.lab(explored)) {
      return shown(lab, PLAIN, List.of(fails), scripts::put);
    } catch (SQLException e) {
      LOG.debug("no database for a plain commit", e);
      return List.of(fails);
    }
  }

  /** With the script that shows what does not hold, if there is one. */
  static List<Examined> shown(
      Lab lab, Script property, List<Examined> examined, BiConsumer<String, String> scripts) {
    var seen = examined.stream().filter(Examined::fails).map(e -> e.verdict().evidence()).toList();
    if (seen.isEmpty()) {
      return examined;
    }
    try {
      boolean byRights =
          examined.stream()
              .flatMap(e -> e.signs().failures().stream())
              .anyMatch(Failure::isPrivilege);
      var script = PrintedScript.of(property, lab, seen, byRights);
      var file = "scripts/" + script.file();
      scripts.accept(file, script.text());
      return examined.stream().map(e -> e.fails() ? e.with(e.verdict().shownBy(file)) : e).toList();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("no script for {}: {}", property.name(), String.valueOf(e)); // verdicts stay
      return examined;
    }
  }

  private boolean isWanted(Family family) {
    return family.properties().stream().anyMatch(p -> wanted.test(p.name()));
  }

  private List<Examined> run(
      Family family, Laboratory.Explored explored, ObjDoubleConsumer<String> progress) {
    long started = System.nanoTime();
    var examined = new ArrayList<Examined>();
    var properties = family.properties().stream().filter(p -> wanted.test(p.name())).toList();
    try (var lab = laboratory.lab(explored)) {
      boolean fresh = true;
      for (var property : properties) {
        if (fresh && explored.failsAtFirst() && !property.name().equals(Causes.FIRST_COMMIT)) {
          lab.warmUp();
          fresh = false;
        }
        var severity = property.severity().orElse(family.severity());
        examine(lab, property, explored.failure())
            .forEach(one -> examined.add(one.isWhole() ? one.weighed(severity) : one));
      }
    } catch (SQLException | SetupException | CannotTell e) {
      LOG.debug("{}", family.name(), e);
      properties.forEach(
          p -> examined.add(Examined.unknown(p.name(), "no database for it: " + e.getMessage())));
    }
    progress.accept(
        Examined.summary(family.name(), examined, System.nanoTime() - started),
        (double) through.incrementAndGet() / Family.all().size());
    return examined;
  }

  private List<Examined> examine(Lab lab, Script property, @Nullable Failure plainCommit) {
    if (property.needsCommits() && plainCommit != null) {
      return List.of(
          Examined.unknown(property.name(), "a plain commit fails already: " + plainCommit));
    }
    var first = shown(lab, property, attempt(lab, property), scripts::put);
    var chances = errors(first);
    if (chances.isEmpty() && !isLate(first)) {
      return first;
    }
    // One more try: what fails by chance says nothing about the property. It is told apart, but for
    // what was late once without a reason.
    var second = shown(lab, property, attempt(lab, property), scripts::put);
    if (errors(second).isEmpty() && !chances.isEmpty()) {
      chance.addAll(chances);
      scriptOfChance = first.get(0).verdict().script();
    }
    return second;
  }

  /** The error that nobody expected, if one ended the examination. */
  private static Set<Failure> errors(List<Examined> ended) {
    return ended.stream()
        .map(Examined::signs)
        .filter(signs -> signs.show(Symptom.BROKE_OFF))
        .findFirst()
        .map(Signs::failures)
        .orElse(Set.of());
  }

  /** Whether something got no answer in time, and nobody knows why: the machine may be busy. */
  private static boolean isLate(List<Examined> ended) {
    return ended.size() == 1
        && ended.get(0).isWhole()
        && ended.get(0).signs().show(Symptom.LATE)
        && !ended.get(0).signs().show(Symptom.EXPLAINED);
  }

  private List<Examined> attempt(Lab lab, Script property) {
    lab.beginAgain();
    var future = threads.submit(() -> ScriptRun.examine(property, lab));
    try {
      return future.get(lab.scale().limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      var waiting = lab.waiting();
      lab.killSessions();
      future.cancel(true);
      return List.of(noEnd(lab, property.name(), waiting));
    } catch (ExecutionException e) {
      var cause = e.getCause();
      LOG.debug("{}", property.name(), cause);
      if (cause instanceof SQLException sql) {
        return List.of(failed(lab, property.name(), sql));
      }
      return List.of(
          Examined.unknown(
              property.name(),
              cause instanceof CannotTell || cause instanceof SetupException
                  ? String.valueOf(cause.getMessage())
                  : "the check itself failed: " + cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Examined.unknown(property.name(), "interrupted"));
    } finally {
      lab.close();
    }
  }

  private static Examined failed(Lab lab, String property, SQLException e) {
    var failure = Failure.of(e);
    if (failure.isPrivilege() && !lab.mayDoEverything()) {
      return Examined.unknown(
          property, "the harness's role may not do here what it takes: " + failure);
    }
    // Without an answer in time pgGit may be slow and not hang: then the times of commits show it.
    var slow = failure.isTimeout() ? lab.pace().slow() : Optional.<String>empty();
    return slow.map(
            how ->
                noEnd(
                    property,
                    "did not come to an end: a statement got no answer within %d s. pgGit is slow: %s"
                        .formatted(lab.scale().patience().toSeconds(), how),
                    true))
        .orElseGet(() -> Examined.brokenOff(property, failure));
  }

  private static Examined noEnd(Lab lab, String property, Optional<String> waiting) {
    long seconds = lab.scale().limit().toSeconds();
    if (lab.pooled() && waiting.isEmpty()) {
      return Examined.unknown(
          property,
          "did not come to an end within %d s; it may have waited for a session of the pooler: %s"
              .formatted(seconds, WayIn.REMEDY));
    }
    var why =
        lab.pace()
            .slow()
            .map("pgGit is slow: "::concat)
            .or(() -> waiting.map("pgGit hangs: "::concat));
    return noEnd(
        property,
        "did not come to an end within %d s. %s"
            .formatted(
                seconds, why.orElse("Nobody waits for a lock: something in it takes too long")),
        why.isPresent());
  }

  /**
   * @param explained whether the evidence says why
   */
  private static Examined noEnd(String property, String evidence, boolean explained) {
    var signs = Signs.of(Symptom.BROKE_OFF, Symptom.REFUSED, Symptom.LATE);
    return Examined.broken(
        property, evidence, explained ? signs.and(Signs.of(Symptom.EXPLAINED)) : signs);
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
