package pggit.load.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import pggit.load.server.Secret;
import pggit.load.server.SetupException;
import pggit.load.settings.Key.From;
import pggit.load.settings.Key.Named;
import pggit.load.settings.Key.Text;

/**
 * The settings of a run: block {@code pggit} of gatling.conf, over it the numbers of the chosen
 * profile, over those {@code -Dpggit.<key>=<value>}. Read and checked once; immutable. A new one
 * needs a component here, in the order of gatling.conf, and with its comment a line there.
 *
 * @param redacted all values in effect by full key, with stars for passwords
 */
public record Settings(
    @Text(value = "one of smoke, load, stress", pattern = "smoke|load|stress") String profile,
    @Text(
            value =
                "jdbc:postgresql://<host>[:<port>]/[<database>], or nothing for the embedded server",
            pattern = "(jdbc:postgresql:.*)?")
        Optional<String> url,
    @Text(value = "the name of a role", pattern = ".+") String user,
    Secret password,
    @Text("the name of a database, or nothing") Optional<String> database,
    @Text("the name of a database, or nothing") Optional<String> confirm,
    List<Path> source,
    @Named("source.on-error") @Text(value = "one of stop, continue", pattern = "stop|continue")
        String onError,
    Server server,
    @From("1 to 1000") int injectors,
    @Text(value = "a whole number from 0, or nothing", pattern = "\\d{0,4}")
        Optional<String> injector,
    @Named("injectors.run")
        @Text(value = "up to 60 letters, digits, ., _ and -, or nothing", pattern = "[\\w.-]{0,60}")
        Optional<String> injectorsRun,
    @Named("injectors.wait") @From("1 s to 1 h") Duration injectorsWait,
    @From("100 ms to 24 h") Duration timeout,
    @From("1 s to 1 h") Duration connectTimeout,
    @From("0 to 10000") int workers,
    @Text(value = "a directory", pattern = ".+") String results,
    @Text(value = "one of brief, full", pattern = "brief|full") String console,
    Live metrics,
    @Named("success.rate") @From(value = "0 to 100", unit = "%") double successRate,
    Concurrent concurrent,
    Rapid rapid,
    Pooled pool,
    Behaved behaviour,
    Contention contention,
    @Named("growth.factor") @From("1 to 1000") double growthFactor,
    History history,
    Schema schema,
    Capacity capacity,
    Storm storm,
    Soak soak,
    Faults nemesis,
    List<Path> baseline,
    List<Path> candidate,
    Gate gate,
    Certified certificate,
    Map<String, String> redacted) {

  public record Server(
      @From("1 to 10000") int connections,
      @From("0 to 65535") int port,
      @Text("a directory, or nothing") Optional<String> directory) {}

  /** A URL with a password in it would be shown by what shows the settings. */
  public record Live(
      @Text(
              value =
                  "http[s]://<host>[:<port>]/<path> of an OTLP collector without user or password, or nothing",
              pattern =
                  "(https?://([\\w.-]+|\\[[\\da-fA-F:]+])(:"
                      + "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5]))?"
                      + "(/[\\w./~-]*)?)?")
          Optional<String> url,
      @From("1 s to 1 h") Duration every) {}

  public record Concurrent(
      @From("1 to 100000") List<Integer> levels,
      @From("1 to 100000") int surplus,
      @From("1 to 100000") int branches,
      @From("1 ms to 24 h") Duration deadline,
      Sustained sustained) {

    public record Sustained(
        @From("1 to 100000") int users, @From("1 s to 24 h") Duration duration) {}
  }

  public record Rapid(
      @From("1 to 10000000") int first,
      @From("1 to 10000000") int second,
      @From("1 ms to 24 h") Duration deadline,
      @From("1 ms to 1 h") Duration p95) {}

  /** The least of time-out and leak threshold is that of HikariCP. */
  public record Pooled(
      @From("1 to 10000") int size,
      @From("1 to 10000") List<Integer> limits,
      @From("250 ms to 1 h") Duration timeout,
      @Named("hold.long") @From("1 ms to 1 h") Duration longHold,
      @Named("hold.short") @From("1 ms to 1 h") Duration shortHold,
      @Named("leak.threshold") @From("2 s to 1 h") Duration leakThreshold,
      Pressure pressure) {

    public record Pressure(
        @From("1 ms to 1 h") Duration hold,
        @From("250 ms to 1 h") Duration timeout,
        @From("1 s to 24 h") Duration leg) {}

    /**
     * The same, its numbers checked against each other: a hold that fits its time-out badly shows
     * nothing, and a load test that shows nothing looks like a passed one.
     *
     * @param statement longest time of a statement
     * @throws SetupException if they do not fit
     */
    public Pooled checked(Duration statement) {
      var cancels =
          "less than pggit.timeout (%s), or the server cancels it"
              .formatted(Durations.text(statement));
      require(
          longHold.toNanos() >= 1.25 * timeout.toNanos(),
          "hold.long",
          longHold,
          "at least 1.25 x pool.timeout (%s), or nobody who waits gets a time-out"
              .formatted(Durations.text(timeout)));
      require(
          shortHold.toNanos() <= 0.8 * timeout.toNanos(),
          "hold.short",
          shortHold,
          "at most 0.8 x pool.timeout (%s), or those who wait get a time-out"
              .formatted(Durations.text(timeout)));
      require(longHold.compareTo(statement) < 0, "hold.long", longHold, cancels);
      var hold = pressure.hold();
      require(hold.compareTo(statement) < 0, "pressure.hold", hold, cancels);
      require(
          pressure.leg().compareTo(hold.multipliedBy(10)) >= 0,
          "pressure.hold",
          hold,
          "at most a tenth of pool.pressure.leg (%s), or the phase is over before it shows anything"
              .formatted(Durations.text(pressure.leg())));
      require(
          pressure.leg().toNanosPart() == 0,
          "pressure.leg",
          pressure.leg(),
          "whole seconds, since Gatling cuts off the rest");
      return this;
    }

    private static void require(boolean holds, String key, Duration value, String expected) {
      if (!holds) {
        throw new SetupException(
            "pggit.pool.%s = \"%s\": expected %s".formatted(key, Durations.text(value), expected));
      }
    }
  }

  public record Behaved(
      @From("100 to 10000000") int commits,
      @From("500 to 10000000") int history,
      @From("2 to 100000") int sessions,
      @From("40 to 100000") int tables,
      @From("1000 to 250000000") int message,
      @From("1 s to 1 h") Duration patience,
      @From("5 s to 24 h") Duration limit) {

    /** The same with so many sessions at once. */
    public Behaved with(int atOnce) {
      return new Behaved(commits, history, atOnce, tables, message, patience, limit);
    }
  }

  public record Contention(
      @From("2 to 100000") int users,
      @From("1 to 10000000") int rounds,
      @From("1 to 10000000") int commits,
      @From(value = "0 to 100", unit = "%") double blocked) {}

  public record History(
      @From("2 to 10000") int batches,
      @From("1 to 10000000") int commits,
      @From("1 to 10000000") int horizon) {}

  public record Schema(
      @From("10 to 100000") int tables,
      @From("2 to 10000") int steps,
      @From("1 to 10000000") int horizon) {}

  public record Capacity(
      @From("1 to 100000") List<Integer> levels,
      @From("1 to 1000") int repeats,
      @From("100 ms to 24 h") Duration step,
      Turns turns,
      Overload overload) {

    public record Turns(@From("10 to 1000") int rounds, @From("100 ms to 1 h") Duration length) {}

    public record Overload(
        @From("1 to 10000") int pool,
        @From("0 s to 1 h") Duration hold,
        @From("1 s to 24 h") Duration leg,
        @From("1 s to 24 h") Duration watch,
        @From("250 ms to 1 h") Duration patience,
        @From("2 to 1000") int tries,
        @From("1 to 100000") int users) {}
  }

  public record Storm(
      @From("1 to 100000") List<Integer> levels, @From("1 to 10000000") int rounds) {}

  public record Soak(
      @From("0 s to 720 h") Duration duration,
      @From(value = "0.1 to 100000", unit = "commits/s") double rate) {}

  public record Faults(
      @From("0 s to 24 h") Duration length,
      @From("0 to 999999999") int seed,
      @Text(
              value = "numbers of faults separated by commas, or nothing",
              pattern = "(\\d{1,5}( *, *\\d{1,5})*)?")
          Optional<String> faults,
      @From("1 to 1000") int users,
      @From("1 to 1000") int branches) {}

  public record Gate(
      @From("1 s to 24 h") Duration budget,
      @Named("limit.time") @From(value = "0 to 1000", unit = "%") double timeLimit,
      @Named("limit.work") @From(value = "0 to 1000", unit = "%") double workLimit,
      @Named("limit.cost") @From(value = "0 to 1000", unit = "%") double costLimit,
      @Text(value = "one of pass, fail", pattern = "pass|fail") String undecided,
      @From("1 to 1000") int users,
      @From("0 to 999999999") int seed,
      @From("2 to 100") int runs,
      @Text(value = "a directory", pattern = ".+") String baselines) {}

  public record Certified(@From("1 s to 24 h") Duration budget, @From("1 s to 1 h") Duration run) {}

  /** Before each key: {@code pggit.pool.size}. */
  static final String PREFIX = "pggit.";

  private static final String FILE = "gatling.conf";

  /**
   * The settings of this process. gatling.conf comes from the class path or, where that has none,
   * from the working directory.
   *
   * @throws SetupException if anything is wrong with them; its message has all there is, with
   *     origin and what is expected
   */
  public static Settings load() {
    Settings settings = of(file(), texts(System.getProperties()), System.getenv());
    // The server package, on a lower floor, and JVMs started from here know it as -D gives it.
    settings
        .server()
        .directory()
        .ifPresent(directory -> System.setProperty(PREFIX + "server.directory", directory));
    return settings;
  }

  /**
   * Settings as a run has recorded them, without its password.
   *
   * @param redacted all of them by full key
   * @throws SetupException if they are of a version with other settings
   */
  public static Settings recorded(Map<String, String> redacted) {
    return of(file(), redacted, Map.of());
  }

  private static Config file() {
    Config file;
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      file =
          ConfigFactory.parseResources(
              loader != null ? loader : Settings.class.getClassLoader(), FILE);
      if (file.isEmpty()) { // a main class started without the test class path
        file = ConfigFactory.parseFile(new File(FILE));
      }
    } catch (ConfigException e) {
      throw unreadable(e);
    }
    if (file.isEmpty()) {
      throw new SetupException(
          FILE + " was found neither on the class path nor in " + Path.of("").toAbsolutePath());
    }
    return file;
  }

  /**
   * Settings from given sources.
   *
   * @param file all of gatling.conf
   * @param systemProperties of which those named {@code pggit.*} count
   * @param environment of which {@code PGPASSWORD}, {@code JOB_COMPLETION_INDEX} and {@code
   *     PGGIT_RUN} count, where the settings say nothing
   */
  public static Settings of(
      Config file, Map<String, String> systemProperties, Map<String, String> environment) {
    return SettingsReader.read(file, systemProperties, environment);
  }

  private static SetupException unreadable(ConfigException problem) {
    // Neither the parser's message nor the cause: they quote the file, where a password may stand.
    String line = problem.origin() == null ? "" : " line " + problem.origin().lineNumber();
    return new SetupException(
        FILE
            + line
            + " cannot be read: expected HOCON (values with special characters in double quotes, brackets closed)");
  }

  private static Map<String, String> texts(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  @Override
  public String toString() {
    return redacted.toString();
  }
}
