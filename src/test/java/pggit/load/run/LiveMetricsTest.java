package pggit.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import pggit.load.measure.PoolState;
import pggit.load.measure.Recorder;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;
import pggit.load.server.SetupException;

class LiveMetricsTest {

  private static final long MILLI = 1_000_000;
  private static final Duration LATER = Duration.ofHours(1);

  @TempDir Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private volatile Map<String, ServerSample> server = Map.of();
  private Map<String, String> environment = Map.of();
  private Recorder recorder;

  @BeforeEach
  void record() {
    recorder = new Recorder(directory);
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void close() {
    root.detachAppender(log);
    recorder.close();
  }

  @Test
  void whatWasCountedArrivesAtTheEndAtTheLatest() {
    var tally = recorder.tally("commit");
    try (var collector = new OtlpCollector()) {
      try (var metrics = pushing(collector.url(), LATER)) {
        tally.succeeded(0, MILLI);
        tally.succeeded(0, MILLI);
        tally.failed("40P01", "deadlock detected", 0, MILLI);
      }

      assertThat(collector.numbers())
          .containsEntry(
              "pggit.requests{operation=commit, outcome=success, simulation=RapidCommit}", 2.0)
          .containsEntry(
              "pggit.requests{operation=commit, outcome=failure, simulation=RapidCommit, sqlstate=40P01}",
              1.0);
      assertThat(collector.sender())
          .containsEntry("service.name", "pggit-load")
          .containsEntry("service.instance.id", "RapidCommit-20260101-120000");
      assertThat(collector.instruments()).containsEntry("pggit.requests", "total");
    }
  }

  @Test
  void timesAreThoseSinceThePushBefore() {
    String median =
        "pggit.request.duration{operation=commit, quantile=0.5, simulation=RapidCommit}";
    var second = Duration.ofSeconds(1);
    try (var collector = new OtlpCollector();
        var metrics = pushing(collector.url(), second)) {
      record(100, 2 * MILLI);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> collector.pushes() > 0 && collector.numbers().containsKey(median));
      assertThat(collector.numbers().get(median)).isCloseTo(0.002, within(0.00001));

      record(10, 9 * MILLI);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> collector.numbers().getOrDefault(median, 0.0) > 0.005);
      assertThat(collector.numbers().get(median)).isCloseTo(0.009, within(0.00003));

      await() // and where nothing came, there is no time
          .atMost(Duration.ofSeconds(20))
          .until(() -> !collector.numbers().containsKey(median));
      assertThat(collector.instruments()).containsEntry("pggit.request.duration", "s");
    }
  }

  @Test
  void poolsAndServerAreThereWhileTheyAreSampled() {
    var pools = new HashMap<String, PoolState>();
    try (var collector = new OtlpCollector()) {
      try (var metrics = pushing(collector.url(), Duration.ofSeconds(1))) {
        metrics.watch(() -> Map.copyOf(pools));
        pools.put("pool of 5", new PoolState(3, 2, 7, 5, 11));
        server = Map.of("server", sample());
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    collector.pushes() > 0
                        && collector.numbers().values().containsAll(List.of(11.0, 4096.0)));
        pools.clear();
        server = Map.of();

        assertThat(collector.numbers())
            .containsEntry("pggit.server.wal_bytes{simulation=RapidCommit}", 4096.0)
            .containsEntry("pggit.server.active{simulation=RapidCommit}", 6.0)
            .containsEntry("pggit.server.waits{event=IO:WALSync, simulation=RapidCommit}", 4.0)
            .containsEntry(
                "pggit.pool.connections{pool=pool of 5, simulation=RapidCommit, state=active}", 3.0)
            .containsEntry(
                "pggit.pool.connections{pool=pool of 5, simulation=RapidCommit, state=idle}", 2.0)
            .containsEntry("pggit.pool.pending{pool=pool of 5, simulation=RapidCommit}", 7.0)
            .containsEntry("pggit.pool.timeouts{pool=pool of 5, simulation=RapidCommit}", 11.0);
      }

      assertThat(collector.numbers())
          .as("what only grows stays, who comes and goes is 0, what is at one moment is not there")
          .containsOnly(
              entry("pggit.server.wal_bytes{simulation=RapidCommit}", 4096.0),
              entry("pggit.server.waits{event=IO:WALSync, simulation=RapidCommit}", 0.0),
              entry(
                  "pggit.pool.connections{pool=pool of 5, simulation=RapidCommit, state=active}",
                  0.0),
              entry(
                  "pggit.pool.connections{pool=pool of 5, simulation=RapidCommit, state=idle}",
                  0.0),
              entry("pggit.pool.pending{pool=pool of 5, simulation=RapidCommit}", 0.0),
              entry("pggit.pool.timeouts{pool=pool of 5, simulation=RapidCommit}", 11.0));
      assertThat(collector.instruments())
          .containsEntry("pggit.server.wal_bytes", "totalBy")
          .containsEntry("pggit.server.active", "");
    }
  }

  /** Prometheus shows what is not pushed any more for five minutes as it was. */
  @Test
  void aWaitEventThatIsGoneIsZeroWhileTheServerIsLookedAt() {
    var io = "pggit.server.waits{event=IO:WALSync, simulation=RapidCommit}";
    var lock = "pggit.server.waits{event=Lock:tuple, simulation=RapidCommit}";
    recorder.tally("commit").succeeded(0, MILLI); // so that there is something to push
    try (var collector = new OtlpCollector();
        var metrics = pushing(collector.url(), Duration.ofSeconds(1))) {
      for (var events : List.of(Map.of("IO:WALSync", 4L), Map.of("Lock:tuple", 2L))) {
        server = Map.of("server", new ServerSample(Map.of(ServerColumn.ACTIVE, 6L), events));
        var shown = events.containsKey("Lock:tuple") ? lock : io;
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> collector.pushes() > 0 && collector.numbers().containsKey(shown));
      }
      assertThat(collector.numbers()).containsEntry(lock, 2.0).containsEntry(io, 0.0);

      server = Map.of();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(collector.numbers()).doesNotContainKeys(io, lock));
    }
  }

  /** A rate is told from two numbers. */
  @Test
  void aBurstInAnOperationThatNobodyKnewOfIsSeenAsOne() {
    String refused =
        "pggit.requests{operation=commit, outcome=failure, simulation=RapidCommit, sqlstate=53300}";
    try (var collector = new OtlpCollector();
        var metrics = pushing(collector.url(), Duration.ofSeconds(1))) {
      var tally = recorder.tally("commit");
      for (int i = 0; i < 150; i++) {
        tally.failed("53300", "too many clients", 0, MILLI);
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> collector.pushes() > 0 && collector.numbers().getOrDefault(refused, 0.0) > 0);

      assertThat(collector.all(refused)).startsWith(0.0).endsWith(150.0);
    }
  }

  @Test
  void headersComeFromTheEnvironment() {
    environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20a+b%3D, x-scope=general",
            "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "x-scope=metrics");
    try (var collector = new OtlpCollector()) {
      try (var metrics = pushing(collector.url(), LATER)) {
        recorder.tally("commit").succeeded(0, MILLI);
      }

      assertThat(collector.header("Authorization")).isEqualTo("Basic a+b=");
      assertThat(collector.header("x-scope")).isEqualTo("metrics");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S3cret",
        "Authorization: S3cret",
        "a=S3cret,b",
        "a=S3cret%",
        "a=S3cret%0Ab",
        "=S3cret"
      })
  void whatIsNoHeaderEndsTheRunBeforeAnyLoadAndIsNotShown(String text) {
    environment = Map.of("OTEL_EXPORTER_OTLP_HEADERS", text);

    assertThatThrownBy(() -> pushing("http://127.0.0.1:1/v1/metrics", LATER))
        .isInstanceOf(SetupException.class)
        .hasNoCause()
        .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS")
        .hasMessageNotContaining("S3cret");
    assertThat(log.list).isEmpty();
  }

  @Test
  void whatIsASizeOrAStateMayFall() {
    assertThat(ServerColumn.values())
        .filteredOn(c -> !c.label().matches("active|idle.*|.*(waiting|rss|heap|database|pggit).*"))
        .containsExactlyInAnyOrderElementsOf(LiveMetrics.COUNTERS);
  }

  @Test
  void aCollectorThatIsNotThereIsToldOnce() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var url = "http://127.0.0.1:" + port + "/v1/metrics";

    try (var metrics = pushing(url, Duration.ofSeconds(1))) {
      recorder.tally("commit").succeeded(0, MILLI);
      await().atMost(Duration.ofSeconds(20)).until(() -> !log.list.isEmpty());
      await() // two more pushes
          .during(Duration.ofMillis(2500))
          .atMost(Duration.ofSeconds(20))
          .until(() -> log.list.size() == 1);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .startsWith("live metrics do not reach " + url + ": java.net.ConnectException")
        .endsWith("the run goes on without");
  }

  @Test
  void aCollectorThatRefusesIsToldOnce() {
    try (var collector = new OtlpCollector(404)) {
      try (var metrics = pushing(collector.url(), Duration.ofSeconds(1))) {
        recorder.tally("commit").succeeded(0, MILLI);
        await().atMost(Duration.ofSeconds(20)).until(() -> collector.pushes() > 1);
      }

      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .singleElement()
          .asString()
          .contains("HTTP 404");
    }
  }

  private LiveMetrics pushing(String url, Duration every) {
    return new LiveMetrics(
        url,
        every,
        "RapidCommit",
        "RapidCommit-20260101-120000",
        recorder,
        () -> server,
        environment);
  }

  private static ServerSample sample() {
    return new ServerSample(
        Map.of(ServerColumn.WAL_BYTES, 4096L, ServerColumn.ACTIVE, 6L), Map.of("IO:WALSync", 4L));
  }

  private void record(int times, long nanos) {
    var commit = recorder.operation("commit");
    for (int i = 0; i < times; i++) {
      recorder.record(commit, recorder.currentPhase(), 0, 0, 0, nanos, nanos, OptionalLong.empty());
    }
  }
}
