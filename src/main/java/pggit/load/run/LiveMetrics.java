package pggit.load.run;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.ipc.http.HttpSender;
import io.micrometer.core.ipc.http.HttpUrlConnectionSender;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpHttpMetricsSender;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Part;
import pggit.load.measure.PoolState;
import pggit.load.measure.Recorder;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;
import pggit.load.measure.Tally;
import pggit.load.measure.Ticker;

/**
 * Pushes what a run has recorded so far to a collector that speaks OTLP over HTTP, at a steady pace
 * and once more at the end. Reads what is kept anyway, on threads of its own: nothing is added to a
 * request. A collector that cannot be reached is told once and tried again each time.
 */
final class LiveMetrics implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveMetrics.class);

  /** Instrument names; the dashboard and the documents have the same. */
  static final String REQUESTS = "pggit.requests";

  static final String DURATION = "pggit.request.duration";
  static final String CONNECTIONS = "pggit.pool.connections";
  static final String PENDING = "pggit.pool.pending";
  static final String TIMEOUTS = "pggit.pool.timeouts";
  static final String WAITS = "pggit.server.waits";

  private static final String SERVER = "pggit.server.";

  /** Columns that only grow. */
  static final Set<ServerColumn> COUNTERS =
      EnumSet.of(
          ServerColumn.ACKNOWLEDGED,
          ServerColumn.COMMITS,
          ServerColumn.ROLLBACKS,
          ServerColumn.DEADLOCKS,
          ServerColumn.CONFLICTS,
          ServerColumn.TEMP_BYTES,
          ServerColumn.BUFFERS_HIT,
          ServerColumn.BUFFERS_READ,
          ServerColumn.WAL_BYTES,
          ServerColumn.STATEMENT_CALLS,
          ServerColumn.STATEMENT_MILLIS,
          ServerColumn.SERVER_CPU_MICROS,
          ServerColumn.JVM_CPU_MICROS,
          ServerColumn.JVM_GC_COUNT,
          ServerColumn.JVM_GC_MILLIS,
          ServerColumn.MACHINE_CPU_MICROS,
          ServerColumn.MACHINE_IDLE_MICROS);

  /** Of things that come and go: what was seen once and is not there is 0. */
  private static final Set<String> OF_GUESTS = Set.of(WAITS, CONNECTIONS, PENDING);

  private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99, 1.0);

  /** A collector that hangs must not hold up the end of a run for long. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Recorder recorder;
  private final Supplier<Map<String, ServerSample>> server;
  private final String url;
  private final HttpUrlConnectionSender http = new HttpUrlConnectionSender(PATIENCE, PATIENCE);
  private final OtlpMeterRegistry registry;
  private final Ticker ticker;
  private final List<Supplier<Map<String, PoolState>>> pools = new CopyOnWriteArrayList<>();

  // Guarded by renew(), but for counters, which the registry's thread reads.
  private final Map<String, Histogram> before = new HashMap<>();
  private final Map<String, MultiGauge> gauges = new HashMap<>();
  private final Map<String, Set<Tags>> seen = new HashMap<>();
  private final Set<String> registered = new HashSet<>();
  private final Map<String, Number> counters = new ConcurrentHashMap<>();

  /**
   * Counters that have arrived as 0. A rate is told from two numbers: with its first one as it
   * stands, all that was counted until then would show in none.
   */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /** Those that the push under way has as 0. */
  private final Set<String> beginning = ConcurrentHashMap.newKeySet();

  private volatile boolean ending;
  private volatile boolean told;

  /**
   * @param url of the collector: {@code http://127.0.0.1:4318/v1/metrics}
   * @param every from one push to the next, at least 1 s
   * @param simulation stands with every number
   * @param instance tells this run from others
   * @param server samples not older than a few seconds, if there are any
   * @param environment what headers are read from
   * @throws pggit.load.server.SetupException if they are none
   */
  LiveMetrics(
      String url,
      Duration every,
      String simulation,
      String instance,
      Recorder recorder,
      Supplier<Map<String, ServerSample>> server,
      Map<String, String> environment) {
    this.url = url;
    this.recorder = recorder;
    this.server = server;
    var config =
        Map.of(
            "otlp.url", url,
            "otlp.step", every.toMillis() + "ms",
            "otlp.resourceAttributes", "service.name=pggit-load,service.instance.id=" + instance);
    var headers = OtlpHeaders.of(environment);
    var otlp =
        new OtlpConfig() {
          @Override
          public @Nullable String get(String key) {
            return config.get(key);
          }

          @Override
          public Map<String, String> headers() {
            return headers; // the library's own reading would log what it cannot read
          }
        };
    registry =
        OtlpMeterRegistry.builder(otlp)
            .clock(Clock.SYSTEM)
            .threadFactory(Ticker.daemons("pggit-metrics-push"))
            .metricsSender(new OtlpHttpMetricsSender(this::send))
            .build();
    registry.config().commonTags("simulation", simulation);
    ticker = Ticker.start("pggit-metrics", every, "live metrics", this::renew);
  }

  /** Pushes the state of these pools, too. */
  void watch(Supplier<Map<String, PoolState>> states) {
    pools.add(states);
  }

  /** Pushes the last numbers. May come twice. */
  @Override
  public void close() {
    ending = true;
    ticker.close();
    renew();
    registry.close();
  }

  private synchronized void renew() {
    var rows = new HashMap<String, Map<Tags, Number>>();
    recorder.operations().forEach(operation -> requests(operation, rows));
    pools.forEach(states -> states.get().forEach((name, state) -> pool(name, state, rows)));
    var samples = server.get().values();
    samples.forEach(sample -> server(sample, rows));
    for (var name : OF_GUESTS) {
      var now = rows.computeIfAbsent(name, unseen -> new HashMap<>());
      var all = seen.computeIfAbsent(name, unseen -> new HashSet<>());
      all.addAll(now.keySet());
      if (!name.equals(WAITS) || !samples.isEmpty() || ending) { // else nobody has looked
        all.forEach(tags -> now.putIfAbsent(tags, 0));
      }
    }
    rows.keySet().forEach(this::gauge);
    gauges.forEach((name, gauge) -> gauge.register(rows(rows.getOrDefault(name, Map.of())), true));
  }

  private static List<MultiGauge.Row<?>> rows(Map<Tags, Number> numbers) {
    return numbers.entrySet().stream()
        .<MultiGauge.Row<?>>map(e -> MultiGauge.Row.of(e.getKey(), e.getValue()))
        .toList();
  }

  private void requests(String operation, Map<String, Map<Tags, Number>> rows) {
    Tally tally = recorder.tally(operation);
    var tags = Tags.of("operation", operation);
    counter(REQUESTS, tags.and("outcome", "success"), tally, Tally::successes);
    for (String state : tally.failures().keySet()) {
      counter(
          REQUESTS,
          tags.and("outcome", "failure", "sqlstate", state),
          tally,
          t -> t.failures().getOrDefault(state, 0L));
    }
    var all = recorder.recorded(operation, Part.RESPONSE).histogram();
    var since = all.copy();
    var last = before.put(operation, all);
    if (last != null) {
      since.subtract(last);
    }
    if (since.getTotalCount() > 0) { // of no request there is no time
      for (double q : QUANTILES) {
        double seconds = since.getValueAtPercentile(100 * q) / 1e9;
        row(rows, DURATION, tags.and("quantile", Double.toString(q)), seconds);
      }
    }
  }

  private void pool(String name, PoolState state, Map<String, Map<Tags, Number>> rows) {
    var tags = Tags.of("pool", name);
    row(rows, CONNECTIONS, tags.and("state", "active"), state.active());
    row(rows, CONNECTIONS, tags.and("state", "idle"), state.idle());
    row(rows, PENDING, tags, state.pending());
    sampled(TIMEOUTS, tags, name, state.timeouts());
  }

  private void server(ServerSample sample, Map<String, Map<Tags, Number>> rows) {
    sample
        .numbers()
        .forEach(
            (column, number) -> {
              String name = name(column);
              if (COUNTERS.contains(column)) {
                sampled(name, Tags.empty(), "", number);
              } else {
                row(rows, name, Tags.empty(), number);
              }
            });
    sample.waits().forEach((event, n) -> row(rows, WAITS, Tags.of("event", event), n));
  }

  /** A column of {@code server.csv}; each belongs to the server unless it says something else. */
  static String name(ServerColumn column) {
    String label = column.label();
    return label.matches("(jvm|machine)_.*")
        ? "pggit." + label.replaceFirst("_", ".")
        : SERVER + label.replaceFirst("^server_", "");
  }

  private static void row(
      Map<String, Map<Tags, Number>> rows, String name, Tags tags, Number value) {
    rows.computeIfAbsent(name, unseen -> new HashMap<>()).put(tags, value);
  }

  private void gauge(String name) {
    gauges.computeIfAbsent(
        name, unseen -> MultiGauge.builder(name).baseUnit(unit(name)).register(registry));
  }

  /** A counter that stays where it was when there are no samples any more. */
  private void sampled(String name, Tags tags, String which, long count) {
    String key = name + " " + which;
    counters.put(key, count);
    counter(name, tags, counters, all -> all.getOrDefault(key, 0).doubleValue());
  }

  private <T> void counter(String name, Tags tags, T of, ToDoubleFunction<T> count) {
    String key = name + tags;
    if (registered.add(key)) { // the registry warns of the second time
      FunctionCounter.builder(name, of, it -> begins(key) ? 0 : count.applyAsDouble(it))
          .tags(tags)
          .baseUnit(unit(name))
          .register(registry);
    }
  }

  private boolean begins(String counter) {
    boolean begins = !ending && !begun.contains(counter);
    if (begins) {
      beginning.add(counter);
    }
    return begins;
  }

  /** By the Unified Code for Units of Measure, which OpenTelemetry uses. */
  private static String unit(String name) {
    return name.equals(DURATION) ? "s" : name.endsWith("_bytes") ? "By" : "";
  }

  private HttpSender.Response send(HttpSender.Request request) {
    String problem;
    try {
      var response = http.send(request);
      problem = response.isSuccessful() ? "" : "HTTP " + response.code();
      if (response.isSuccessful()) {
        begun.addAll(beginning);
      }
    } catch (IOException | RuntimeException e) {
      problem = e.toString();
    }
    if (!problem.isEmpty() && !told) {
      told = true;
      LOG.warn("live metrics do not reach {}: {}; the run goes on without", url, problem);
    }
    return new HttpSender.Response(200, ""); // the registry would tell it every time
  }
}
