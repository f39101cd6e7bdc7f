package pggit.load.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.run.OtlpCollector;

/** A whole run that is watched. */
class LiveMetricsIT {

  @TempDir Path directory;

  @Test
  void aCollectorHasInTheEndWhatTheRunCounted() {
    try (var collector = new OtlpCollector()) {
      var settings =
          Map.of(
              "rapid.first", "50",
              "rapid.second", "150",
              "metrics.url", collector.url(),
              "metrics.every", "1 s");

      var run = GatlingProcess.run(RapidCommitSimulation.class, directory, settings);

      var requests =
          "pggit.requests{operation=%s, outcome=success, simulation=RapidCommitSimulation}";
      assertThat(run.exitCode()).as(run.output()).isZero();
      assertThat(collector.numbers())
          .containsEntry(requests.formatted("rapid commit, first"), 50.0)
          .containsEntry(requests.formatted("rapid commit"), 150.0)
          .containsKey("pggit.server.wal_bytes{simulation=RapidCommitSimulation}");
      assertThat(run.result().metrics())
          .filteredOn(metric -> metric.name().equals("rapid commit response p50"))
          .singleElement()
          .satisfies(metric -> assertThat(metric.count()).isEqualTo(150));
    }
  }
}
