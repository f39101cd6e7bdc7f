package pggit.load.run;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.ErrorLog;
import pggit.load.measure.Estimate;
import pggit.load.measure.EventLog;
import pggit.load.measure.HostFacts;
import pggit.load.measure.OneLocale;
import pggit.load.measure.Recorder;
import pggit.load.measure.ResultFile;
import pggit.load.measure.RunResult;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.pggit.Audit;
import pggit.load.pggit.Ledger;
import pggit.load.pggit.StoredBefore;
import pggit.load.protocol.PgGitProtocol;
import pggit.load.protocol.Pool;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;
import pggit.load.verdict.CostCurve;
import pggit.load.verdict.Fairness;
import pggit.load.verdict.InjectorLimit;
import pggit.load.verdict.Metrics;

/**
 * One run of one simulation, from settings to files. A simulation opens it in a field, gives its
 * {@link #protocol()} to Gatling, lets {@link #conclude} make the verdicts when the load is over,
 * and closes it in {@code after()}.
 */
public final class LoadRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());

  /** The {@code application_name} of the virtual users' sessions. */
  public static final String APPLICATION = "pggit-load";

  /** Exit code for a mistake in the set-up: {@code EX_USAGE} of sysexits.h. */
  private static final int EXIT_SETUP = 64;

  private final String simulation;
  private final Settings settings;
  private final Target target;
  private final Instant started = Instant.now();
  private final Path directory;
  private final Ledger ledger;
  private final Recorder recorder;
  private final EventLog events;
  private final Tally.Book tallies = new Tally.Book();
  private final Progress progress;
  private final StoredBefore before;
  private final ServerSampling server;
  private final List<String> notes = new ArrayList<>();
  private final List<Estimate> measured = new ArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private final Optional<BranchCosts> branches;
  private @Nullable RunResult result;

  private LoadRun(
      Class<?> simulation,
      Settings settings,
      UnaryOperator<EmbeddedSpec> spec,
      boolean weighsBranches) {
    this.simulation = simulation.getSimpleName();
    this.settings = settings;
    LOG.info("{}, profile {}", this.simulation, settings.profile());
    target = Target.open(settings, spec.apply(Target.specOf(settings)));
    Runtime.getRuntime().addShutdownHook(new Thread(target::close, "pggit-close-target"));
    directory =
        Path.of(settings.results())
            .toAbsolutePath()
            .resolve(this.simulation + "-" + STAMP.format(started));
    recorder = new Recorder(directory.resolve("latency.hlog"));
    closing(new ErrorLog(directory, recorder));
    events = closing(new EventLog(directory));
    ledger = new Ledger(Long.toString(started.toEpochMilli(), Character.MAX_RADIX));
    try (var connection = target.database().connect()) {
      before = StoredBefore.of(connection, target.contract());
    } catch (SQLException e) {
      throw new SetupException("cannot read what is stored before the run: " + e.getMessage(), e);
    }
    notes.addAll(target.notes());
    progress = new Progress(Console.writer(), this.simulation);
    branches = weighsBranches ? branchCosts() : Optional.empty(); // while nobody is connected
    server = closing(new ServerSampling(directory, target, ledger::acknowledged));
  }

  /** Opens a run for a simulation; a mistake in the set-up is printed and ends the JVM. */
  public static LoadRun open(Class<?> simulation) {
    return open(simulation, UnaryOperator.identity());
  }

  /**
   * Opens a run whose embedded server differs from the settings'.
   *
   * @param server from the server the settings want to the one this simulation needs
   */
  public static LoadRun open(Class<?> simulation, UnaryOperator<EmbeddedSpec> server) {
    return orExit(() -> new LoadRun(simulation, Settings.load(), server, false));
  }

  /** Opens a run whose pools have numbers that fit each other; ends the JVM if they do not. */
  public static LoadRun openWithPools(Class<?> simulation) {
    return orExit(
        () -> {
          var settings = Settings.load();
          settings.pool().check(settings.timeout());
          return new LoadRun(simulation, settings, UnaryOperator.identity(), false);
        });
  }

  /** Opens a run that can {@link #weighBranches}. */
  public static LoadRun openWithBranches(Class<?> simulation) {
    return orExit(() -> new LoadRun(simulation, Settings.load(), UnaryOperator.identity(), true));
  }

  /** What {@code step} makes; a mistake in the set-up is printed and ends the JVM. */
  public static <T> T orExit(Supplier<T> step) {
    OneLocale.choose();
    try {
      return step.get();
    } catch (SetupException e) {
      // An exception from a simulation's constructor would reach the user as a page of Gatling's
      // stack frames.
      LOG.debug("set-up failed", e);
      System.err.println("\npggit-load: " + e.getMessage() + "\n");
      System.exit(EXIT_SETUP);
      throw e;
    }
  }

  /** The same run, for a load that creates tables: ends the JVM where users may not. */
  public LoadRun withTables() {
    return orExit(
        () -> {
          target.requireTables();
          return this;
        });
  }

  public Settings settings() {
    return settings;
  }

  /**
   * Ends the samples of the server now instead of with the run: their session is in the database,
   * and PostgreSQL copies none that somebody is in.
   */
  public void endServerSampling() {
    server.close();
  }

  public Target target() {
    return target;
  }

  /** Where the run's files go; there from the start. */
  public Path directory() {
    return directory;
  }

  /** The virtual users' way in, with the time limits of the settings. */
  public Endpoint endpoint() {
    return bounded(target.load());
  }

  /** The same as an ordinary role on an embedded server, whatever role pgGit asks for. */
  public Endpoint ordinaryEndpoint() {
    return bounded(target.ordinary());
  }

  /** What the simulation's requests work on. */
  public PgGitProtocol protocol() {
    return protocol(new Pool(this::defaultPool));
  }

  /**
   * What the simulation's requests work on.
   *
   * @param pool serves users without a direct connection; closed at the end of the run
   */
  public PgGitProtocol protocol(Pool pool) {
    return protocol(pool, endpoint());
  }

  /**
   * What the simulation's requests work on.
   *
   * @param users as whom users with a direct connection connect
   */
  public PgGitProtocol protocol(Pool pool, Endpoint users) {
    return new PgGitProtocol(
        users, target.contract(), ledger, recorder, tallies, pool, settings.workers());
  }

  /**
   * Numbers of users at once as they can be had: on somebody else's server, without their
   * confirmation, no more than leave others their connections.
   */
  public List<Integer> levels(List<Integer> wanted) {
    int most = mayExhaustConnections() ? target.admitted() : target.spareConnections();
    var possible = wanted.stream().map(level -> Math.min(level, most)).distinct().toList();
    if (!possible.equals(wanted)) {
      note(
          "users at once %s instead of %s: the server has room for %d"
              .formatted(possible, wanted, most));
    }
    return possible;
  }

  /** The same for one number. */
  public int level(int wanted) {
    return levels(List.of(wanted)).get(0);
  }

  /** Whether the simulation may use up all connections of the server. */
  public boolean mayExhaustConnections() {
    return target.server().embedded()
        || settings.confirm().equals(Optional.of(target.confirmationName()));
  }

  /** What to say to allow it. */
  public String confirmation() {
    return "left out, since it would use up the connections of a server that others may use;"
        + " -Dpggit.confirm=%s allows it".formatted(target.confirmationName());
  }

  /**
   * A copy of the database that is made larger, for a look at a size that only a forecast reaches.
   * Nobody may be connected to the database any more: the samples of the server end.
   *
   * @param from how many there are
   * @param to how many there are to be
   */
  public FarCopy farCopy(FarCopy.Grown what, int from, int to) {
    endServerSampling();
    return FarCopy.of(target, endpoint(), what, from, to);
  }

  /**
   * What a new branch costs at sizes that the load went through, weighed beside its database. The
   * samples of the server end.
   *
   * @param perStep tables that the load created in a step
   * @return empty if pgGit has no function for branches, or there is no other database to weigh in
   */
  public Optional<CostCurve> weighBranches(int perStep, int steps) {
    branches.ifPresent(costs -> endServerSampling());
    var curve = branches.map(costs -> costs.weigh(perStep, steps));
    branches.ifPresent(costs -> costs.obstacles().forEach(this::noteBranches));
    return curve;
  }

  /** Counts of the requests of that name. */
  public Tally tally(String request) {
    return tallies.of(request);
  }

  public Recorder recorder() {
    return recorder;
  }

  /** How far the load is; on the console, for what Gatling itself cannot tell. */
  public Progress progress() {
    return progress;
  }

  /** Adds figures to the result. */
  public void measured(Collection<Estimate> estimates) {
    measured.addAll(estimates);
  }

  /** Whether this operation's load was another than planned, and through no fault of pgGit's. */
  public boolean injectorWasLate(String operation) {
    return InjectorLimit.offPlan(recorder, operation);
  }

  /** Has something closed at the end of the run, before the server goes. */
  public <T extends AutoCloseable> T closing(T resource) {
    resources.add(resource);
    return resource;
  }

  /** What the simulation does to the system under test; the page shows when it was. */
  public EventLog events() {
    return events;
  }

  /** Adds a remark for whoever reads the result. */
  public void note(String text) {
    notes.add(text);
    LOG.info("{}", text);
  }

  /**
   * The verdicts about every commit of the run, then the simulation's own; writes {@code run.json}.
   */
  public List<Verdict> conclude(Supplier<List<Verdict>> own) {
    measured(server.costs()); // before the audit, which reads all that was stored
    server.notes().forEach(this::note);
    InjectorLimit.of(recorder).forEach(this::note);
    var verdicts = new ArrayList<Verdict>(own.get());
    verdicts.replaceAll(new Fairness(target.database().way(), recorder.errors())::of);
    verdicts.addAll(audit());
    server.work().ifPresent(work -> measured(List.of(work))); // rolled back, but after the audit
    var took = Duration.between(started, Instant.now());
    var metrics = new ArrayList<>(Metrics.of(recorder, tallies, ledger));
    metrics.addAll(measured);
    result =
        new RunResult(
            RunResult.SCHEMA,
            simulation,
            settings.profile(),
            started,
            took,
            settings.redacted(),
            target.serverFacts(),
            target.contractFacts(),
            HostFacts.read(),
            metrics,
            verdicts,
            recorder.errors(),
            notes);
    ResultFile.write(directory, result);
    return verdicts;
  }

  /** Lets go of the server, makes the pages and prints the summary. May come twice. */
  @Override
  public void close() {
    for (int i = resources.size() - 1; i >= 0; i--) {
      close(resources.get(i));
    }
    resources.clear();
    recorder.close();
    target.close();
    Optional.ofNullable(result)
        .ifPresent(r -> Console.print(System.out, r, directory, Pages.make(directory)));
    result = null;
  }

  private Optional<BranchCosts> branchCosts() {
    if (target.contract().branchSql().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          closing(new BranchCosts(target.server(), target.contract(), endpoint(), target.copy())));
    } catch (SetupException e) {
      noteBranches(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void noteBranches(String why) {
    note("not weighed: create_branch: " + why);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) { // the others are to be closed all the same
      LOG.warn("could not close {}: {}", resource, e.getMessage());
    }
  }

  private List<Verdict> audit() {
    try (Connection connection = target.database().connect()) {
      return Audit.of(connection, target.contract(), ledger, before).verdicts();
    } catch (SQLException e) {
      return List.of(
          Verdict.fail("nothing lost", "what is stored could not be read: " + e.getMessage()));
    }
  }

  private Endpoint bounded(Endpoint endpoint) {
    return endpoint.bounded(APPLICATION, settings.timeout(), settings.connectTimeout());
  }

  private HikariConfig defaultPool() {
    var config = new HikariConfig();
    config.setPoolName("pggit");
    config.setDataSource(new CountingDoor(endpoint()));
    config.setMaximumPoolSize(settings.pool().size());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    return config;
  }
}
