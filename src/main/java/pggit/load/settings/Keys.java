package pggit.load.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All settings there are, in the order of gatling.conf. A new one needs a line here and, with its
 * comment, one there.
 */
public final class Keys {

  /** The least that HikariCP takes; what is less it refuses, or turns off with a warning. */
  public static final Duration LEAST_POOL_TIMEOUT = Duration.ofMillis(250);

  public static final Duration LEAST_LEAK_THRESHOLD = Duration.ofSeconds(2);
  public static final String PREFIX = "pggit.";
  static final String PROFILES = "profiles.";

  static final Key PROFILE = Key.choice("profile", List.of("smoke", "load", "stress"));
  static final Key PASSWORD = Key.secret("password");

  private static final int USERS = 100_000;
  private static final int COMMITS = 10_000_000;
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  static final List<Key> ALL =
      List.of(
          PROFILE,
          Key.text(
              "url",
              "jdbc:postgresql://<host>[:<port>]/[<database>], or nothing for the embedded server",
              url -> url.isEmpty() || url.startsWith("jdbc:postgresql:")),
          Key.text("user", "the name of a role", user -> !user.isEmpty()),
          PASSWORD,
          Key.text("database", "the name of a database, or nothing", database -> true),
          Key.text("confirm", "the name of a database, or nothing", database -> true),
          Key.paths("source"),
          Key.choice("source.on-error", List.of("stop", "continue")),
          Key.text("results", "a directory", directory -> !directory.isEmpty()),
          Key.duration("timeout", Duration.ofMillis(100), DAY),
          Key.duration("connect-timeout", SECOND, HOUR),
          Key.count("workers", 0, 10_000),
          Key.count("pool.size", 1, 10_000),
          Key.count("server.connections", 1, 10_000),
          Key.count("server.port", 0, 65_535),
          Key.text("server.directory", "a directory, or nothing", directory -> true),
          Key.number("success.rate", "%", 0, 100),
          Key.counts("concurrent.levels", 1, USERS),
          Key.count("concurrent.surplus", 1, USERS),
          Key.count("concurrent.branches", 1, USERS),
          Key.duration("concurrent.deadline", MILLISECOND, DAY),
          Key.count("concurrent.sustained.users", 1, USERS),
          Key.duration("concurrent.sustained.duration", SECOND, DAY),
          Key.count("rapid.first", 1, COMMITS),
          Key.count("rapid.second", 1, COMMITS),
          Key.duration("rapid.deadline", MILLISECOND, DAY),
          Key.duration("rapid.p95", MILLISECOND, HOUR),
          Key.counts("pool.limits", 1, 10_000),
          Key.duration("pool.timeout", LEAST_POOL_TIMEOUT, HOUR),
          Key.duration("pool.hold.long", MILLISECOND, HOUR),
          Key.duration("pool.hold.short", MILLISECOND, HOUR),
          Key.duration("pool.leak.threshold", LEAST_LEAK_THRESHOLD, HOUR),
          Key.duration("pool.pressure.hold", MILLISECOND, HOUR),
          Key.duration("pool.pressure.timeout", LEAST_POOL_TIMEOUT, HOUR),
          Key.duration("pool.pressure.leg", SECOND, DAY),
          Key.count("behaviour.commits", 100, COMMITS),
          Key.count("behaviour.history", 500, COMMITS),
          Key.count("behaviour.sessions", 2, USERS),
          Key.count("behaviour.tables", 40, 100_000),
          Key.count("behaviour.message", 1000, 250_000_000),
          Key.duration("behaviour.patience", SECOND, HOUR),
          Key.duration("behaviour.limit", Duration.ofSeconds(5), DAY),
          Key.count("contention.users", 2, USERS),
          Key.count("contention.rounds", 1, COMMITS),
          Key.count("contention.commits", 1, COMMITS),
          Key.number("contention.blocked", "%", 0, 100),
          Key.count("history.batches", 2, 10_000),
          Key.count("history.commits", 1, COMMITS),
          Key.count("history.horizon", 1, COMMITS),
          Key.number("growth.factor", "", 1, 1_000),
          Key.count("schema.tables", 10, 100_000),
          Key.count("schema.steps", 2, 10_000),
          Key.count("schema.horizon", 1, COMMITS),
          Key.counts("capacity.levels", 1, USERS),
          Key.count("capacity.repeats", 1, 1_000),
          Key.duration("capacity.step", Duration.ofMillis(100), DAY),
          Key.count("capacity.turns.rounds", 10, 1_000),
          Key.duration("capacity.turns.length", Duration.ofMillis(100), HOUR),
          Key.duration("capacity.overload.leg", SECOND, DAY),
          Key.duration("capacity.overload.watch", SECOND, DAY),
          Key.count("capacity.overload.pool", 1, 10_000),
          Key.duration("capacity.overload.hold", Duration.ZERO, HOUR),
          Key.duration("capacity.overload.patience", LEAST_POOL_TIMEOUT, HOUR),
          Key.count("capacity.overload.tries", 2, 1_000),
          Key.count("capacity.overload.users", 1, USERS),
          Key.counts("storm.levels", 1, USERS),
          Key.count("storm.rounds", 1, COMMITS),
          Key.duration("soak.duration", Duration.ZERO, Duration.ofDays(30)),
          Key.number("soak.rate", "commits/s", 0.1, 100_000),
          Key.paths("baseline"),
          Key.paths("candidate"),
          Key.duration("gate.budget", SECOND, DAY),
          Key.number("gate.limit.time", "%", 0, 1_000),
          Key.number("gate.limit.cost", "%", 0, 1_000),
          Key.choice("gate.undecided", List.of("pass", "fail")),
          Key.count("gate.users", 1, 1_000),
          Key.count("gate.seed", 0, 999_999_999),
          Key.count("gate.runs", 2, 100),
          Key.text("gate.baselines", "a directory", directory -> !directory.isEmpty()),
          Key.duration("certificate.budget", SECOND, DAY),
          Key.duration("certificate.run", SECOND, HOUR));

  static final List<String> NAMES = ALL.stream().map(Key::name).toList();

  static final Map<String, Key> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));

  private Keys() {}
}
