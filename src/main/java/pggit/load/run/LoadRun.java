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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import pggit.load.measure.Recorder;
import pggit.load.measure.ResultFile;
import pggit.load.measure.RunResult;
import pggit.load.measure.Tally;
import pggit.load.measure.Verdict;
import pggit.load.protocol.PgGitProtocol;
import pggit.load.protocol.Pool;
import pggit.load.server.EmbeddedSpec;
import pggit.load.server.Endpoint;
import pggit.load.server.SetupException;
import pggit.load.target.Audit;
import pggit.load.target.Baseline;
import pggit.load.target.Ledger;

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
  private final Baseline before;
  private final ServerSampling server;
  private final List<String> notes = new ArrayList<>();
  private final List<Estimate> measured = new ArrayList<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private @Nullable RunResult result;

  private LoadRun(Class<?> simulation, UnaryOperator<EmbeddedSpec> spec) {
    this.simulation = simulation.getSimpleName();
    settings = Settings.load();
    LOG.info("{}, profile {}", this.simulation, settings.profile());
    target = Target.open(settings, spec.apply(Target.specOf(settings)));
    Runtime.getRuntime().addShutdownHook(new Thread(target::close, "pggit-close-target"));
    directory =
        Path.of(settings.text("results"))
            .toAbsolutePath()
            .resolve(this.simulation + "-" + STAMP.format(started));
    recorder = new Recorder(directory.resolve("latency.hlog"));
    closing(ErrorLog.open(directory, recorder));
    events = closing(EventLog.open(directory));
    ledger = new Ledger(Long.toString(started.toEpochMilli(), Character.MAX_RADIX));
    try (var connection = target.database().connect()) {
      before = Baseline.of(connection, target.contract());
    } catch (SQLException e) {
      throw new SetupException("cannot read what is stored before the run: " + e.getMessage(), e);
    }
    notes.addAll(target.notes());
    progress = new Progress(Console.writer(), this.simulation);
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
    return orExit(() -> new LoadRun(simulation, server));
  }

  /** What {@code step} makes; a mistake in the set-up is printed and ends the JVM. */
  public static <T> T orExit(Supplier<T> step) {
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

  /** What the simulation's requests work on. */
  public PgGitProtocol protocol() {
    return protocol(new Pool(this::pool));
  }

  /**
   * What the simulation's requests work on.
   *
   * @param pool serves users without a direct connection; closed at the end of the run
   */
  public PgGitProtocol protocol(Pool pool) {
    return new PgGitProtocol(
        endpoint(),
        target.contract(),
        ledger,
        recorder,
        tallies,
        pool,
        settings.duration("timeout"),
        settings.count("workers"));
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

  /** Whether the simulation may use up all connections of the server. */
  public boolean mayExhaustConnections() {
    return target.server().embedded()
        || settings.optionalText("confirm").equals(Optional.of(target.confirmationName()));
  }

  /** What to say to allow it. */
  public String confirmation() {
    return "left out, since it would use up the connections of a server that others may use;"
        + " -Dpggit.confirm=%s allows it".formatted(target.confirmationName());
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
    verdicts.addAll(audit());
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
            serverFacts(),
            contractFacts(),
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
    long timeoutMillis = settings.duration("timeout").toMillis();
    // The server cancels a statement in time; the socket's limit is for a server that does not
    // answer at all.
    long socketSeconds = timeoutMillis / 1000 + 5;
    return endpoint
        .with("ApplicationName", APPLICATION)
        .with("options", "-c statement_timeout=" + timeoutMillis)
        .with("socketTimeout", Long.toString(socketSeconds))
        .with("connectTimeout", Long.toString(settings.duration("connect-timeout").toSeconds()));
  }

  private HikariConfig pool() {
    var endpoint = endpoint();
    var config = new HikariConfig();
    config.setPoolName("pggit");
    config.setJdbcUrl(endpoint.jdbcUrl());
    config.setDataSourceProperties(endpoint.properties());
    config.setMaximumPoolSize(settings.count("pool.size"));
    config.setConnectionTimeout(settings.duration("connect-timeout").toMillis());
    return config;
  }

  private Map<String, String> serverFacts() {
    var facts = new LinkedHashMap<String, String>();
    var server = target.server();
    facts.put(
        "description",
        "PostgreSQL %s, %s, fsync=%s, synchronous_commit=%s, %d connections for the load"
            .formatted(
                server.version(),
                server.embedded() ? "embedded" : "external",
                server.settings().get("fsync"),
                server.settings().get("synchronous_commit"),
                target.admitted()));
    facts.putAll(server.settings());
    return facts;
  }

  private Map<String, String> contractFacts() {
    return Map.of(
        "name", target.contract().name(),
        "description", target.contract().describe(),
        "source", target.source());
  }
}
