package pggit.load.run;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Estimate;
import pggit.load.measure.EventLog;
import pggit.load.measure.JsonFile;
import pggit.load.measure.Recorder;
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
import pggit.load.verdict.Judge;
import pggit.load.verdict.Metrics;

/**
 * One run of one simulation, from settings to files. A simulation opens it in a field, gives its
 * {@link #protocol()} to Gatling, lets {@link #conclude} make the verdicts when the load is over,
 * and closes it in {@code after()}.
 */
public final class LoadRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);

  /** The {@code application_name} of the virtual users' sessions. */
  public static final String APPLICATION = "pggit-load";

  private final Journal journal;
  private final WholeCommand command;
  private final Settings settings;
  private final Target target;
  private final Ledger ledger;
  private final Recorder recorder;
  private final EventLog events;
  private final Console console;
  private final Progress progress;
  private final Room room;
  private final StoredBefore before;
  private final ServerSampling server;
  private final Optional<LiveMetrics> live;
  private final Resources resources = new Resources();
  private final Optional<GrownCopy> branches;
  private @Nullable RunResult result;

  private LoadRun(
      Class<?> simulation,
      Settings settings,
      Function<Settings, Expected> load,
      UnaryOperator<EmbeddedSpec> spec,
      boolean weighsBranches) {
    var name = simulation.getSimpleName();
    journal = new Journal(name, settings);
    command = new WholeCommand(simulation, settings);
    this.settings = settings;
    console = new Console(settings);
    var expected = load.apply(settings);
    console.begin(name, settings.profile(), expected);
    target = Target.open(settings, spec.apply(Target.specOf(settings)));
    Runtime.getRuntime().addShutdownHook(new Thread(target::close, "pggit-close-target"));
    room = new Room(target, settings.confirm(), journal::warn);
    recorder = new Recorder(directory());
    events = closing(new EventLog(directory()));
    ledger = new Ledger(Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
    try (var connection = target.database().connect()) {
      before = StoredBefore.of(connection, target.contract());
    } catch (SQLException e) {
      throw new SetupException("cannot read what is stored before the run: " + e.getMessage(), e);
    }
    journal.told(target.notes());
    progress =
        closing(
            Progress.start(
                Console.writer(), name, gone -> expected.share(gone, ledger.acknowledged())));
    branches = // while nobody is connected
        weighsBranches
            ? GrownCopy.fresh(target, endpoint(), this::note).map(this::closing)
            : Optional.empty();
    server = closing(new ServerSampling(directory(), target, ledger::acknowledged));
    live = settings.metrics().url().map(url -> push(url, name));
  }

  /**
   * Opens a run for a simulation; a mistake in the set-up is printed and ends the JVM.
   *
   * @param load how long it will take
   */
  public static LoadRun open(Class<?> simulation, Function<Settings, Expected> load) {
    return open(simulation, load, UnaryOperator.identity());
  }

  /**
   * Opens a run whose embedded server differs from the settings'.
   *
   * @param server from the server the settings want to the one this simulation needs
   */
  public static LoadRun open(
      Class<?> simulation, Function<Settings, Expected> load, UnaryOperator<EmbeddedSpec> server) {
    return SetupExit.orExit(() -> new LoadRun(simulation, Settings.load(), load, server, false));
  }

  /** Opens a run with pools; before anything else, their settings have to fit each other. */
  public static LoadRun openWithPools(Class<?> simulation, Function<Settings, Expected> load) {
    return SetupExit.orExit(
        () -> {
          var settings = Settings.load();
          settings.pool().checked(settings.timeout());
          return new LoadRun(simulation, settings, load, UnaryOperator.identity(), false);
        });
  }

  /** Opens a run that can {@link #weighBranches}. */
  public static LoadRun openWithBranches(Class<?> simulation, Function<Settings, Expected> load) {
    return SetupExit.orExit(
        () -> new LoadRun(simulation, Settings.load(), load, UnaryOperator.identity(), true));
  }

  /** The same run, for a load that creates tables: ends the JVM where users may not. */
  public LoadRun withTables() {
    return SetupExit.orExit(
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
    return journal.directory();
  }

  /** Writes a file into the run's directory; its name may have a directory. */
  public void keep(String name, String text) {
    JsonFile.replace(directory().resolve(name), text);
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
    return protocol(new Pool(defaultPool()));
  }

  /** The same with a pool for users without a direct connection; closed at the end of the run. */
  public PgGitProtocol protocol(Pool pool) {
    return protocol(pool, endpoint());
  }

  /** The same with a login for users with a direct connection. */
  public PgGitProtocol protocol(Pool pool, Endpoint users) {
    return new PgGitProtocol(users, target.contract(), ledger, recorder, pool, settings.workers());
  }

  /** How many connections of the server the load may have. */
  public Room room() {
    return room;
  }

  /**
   * What a new branch costs at sizes that the load went through, weighed beside its database. The
   * samples of the server end.
   *
   * @param perStep tables that the load created in a step
   * @return empty if pgGit has no function for branches, or there is no other database to weigh in
   */
  public Optional<CostCurve> weighBranches(int perStep, int steps) {
    branches.ifPresent(copy -> endServerSampling());
    return branches.map(copy -> copy.branches(perStep, steps, this::note));
  }

  /**
   * Whether enough of these requests succeeded, by the settings.
   *
   * @param what they are: {@code "commits"}
   * @param begun how many there should have been at least
   */
  public Verdict successRate(String what, long begun, Collection<String> requests) {
    var counts = requests.stream().map(this::tally).toList();
    return Judge.successRate(what, begun, counts, settings.successRate());
  }

  /** Watches pools, none yet, until the run ends. */
  public PoolWatch watchPools() {
    var watch = closing(new PoolWatch(directory(), target.database(), Duration.ofMillis(100)));
    live.ifPresent(metrics -> metrics.watch(watch::states));
    return watch;
  }

  public Tally tally(String request) {
    return recorder.tally(request);
  }

  public Recorder recorder() {
    return recorder;
  }

  /** How far the run is, on the console; for what cannot be told from {@link Expected}. */
  public Progress progress() {
    return progress;
  }

  public void measured(Collection<Estimate> estimates) {
    journal.measured(estimates);
  }

  /** Has something closed at the end of the run, before the server goes. */
  public <T extends AutoCloseable> T closing(T resource) {
    return resources.closing(resource);
  }

  /** What the simulation does to the system under test; the page shows when it was. */
  public EventLog events() {
    return events;
  }

  /** Adds a remark for whoever reads the result. */
  public void note(String text) {
    journal.note(text);
  }

  /**
   * The verdicts about every commit of the run, then the simulation's own; writes {@code run.json}.
   */
  public List<Verdict> conclude(Supplier<List<Verdict>> own) {
    progress.at(0); // nobody knows how long this takes
    measured(server.costs()); // before the audit, which reads all that was stored
    server.notes().forEach(this::note);
    InjectorLimit.of(recorder).forEach(this::note);
    var verdicts = new ArrayList<Verdict>(judged(own));
    verdicts.replaceAll(new Fairness(target.database().way(), recorder.errors())::of);
    verdicts.addAll(audit());
    server.work().ifPresent(work -> measured(List.of(work))); // rolled back, but after the audit
    result =
        journal.write(
            command.invocation(),
            target.serverFacts(room.admitted()),
            target.contractFacts(),
            Metrics.of(recorder, ledger),
            verdicts,
            recorder.errors());
    return verdicts;
  }

  /** Lets go of the server, makes the pages and prints the summary. May come twice. */
  @Override
  public void close() {
    resources.close();
    recorder.close();
    var stopped = CompletableFuture.runAsync(target::close); // takes as long as the pages do
    var ended = result;
    if (ended != null) {
      result = null;
      console.end(System.out, ended, directory(), Pages.make(directory()));
      command.ended(ended);
    }
    stopped.join();
  }

  private LiveMetrics push(String url, String simulation) {
    var every = settings.metrics().every();
    LOG.info("live metrics go to {} every {} s", url, every.toMillis() / 1000.0);
    var instance = String.valueOf(directory().getFileName());
    return closing(
        new LiveMetrics(
            url, every, simulation, instance, recorder, server::latest, System.getenv()));
  }

  /** A defect of a judge's must not cost the audit and the result. */
  private static List<Verdict> judged(Supplier<List<Verdict>> own) {
    try {
      return own.get();
    } catch (RuntimeException e) {
      LOG.error("the verdicts could not be computed", e);
      return List.of(Verdict.notJudged(e));
    }
  }

  private List<Verdict> audit() {
    try (Connection connection = target.database().connect()) {
      return Audit.of(connection, target.contract(), ledger, before).verdicts();
    } catch (SQLException e) {
      return List.of(Judge.notRead("nothing lost", e));
    }
  }

  private Endpoint bounded(Endpoint endpoint) {
    return endpoint.bounded(APPLICATION, settings.timeout(), settings.connectTimeout());
  }

  private HikariConfig defaultPool() {
    var config = new HikariConfig();
    config.setPoolName("pggit");
    config.setDataSource(new RefusalCounter(endpoint()));
    config.setMaximumPoolSize(settings.pool().size());
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    return config;
  }
}
