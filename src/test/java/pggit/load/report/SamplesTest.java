package pggit.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;

  @Test
  void gathersRowsByTheStepsOfTheAxis() throws IOException {
    Map<String, Samples> table =
        table(
            "time,name,active,total",
            "2026-03-01T12:00:00.100Z,a,1,5",
            "2026-03-01T12:00:00.600Z,a,4,5",
            "2026-03-01T12:00:01.100Z,a,2,5");

    assertThat(table.get("a").mean("active")).startsWith(2.5, 2);
    assertThat(table.get("a").max("active")).startsWith(4, 2);
  }

  @Test
  void countsOfNamesAreColumnsOfTheirOwn() throws IOException {
    Map<String, Samples> table =
        table(
            "time,name,active,wait_events",
            "2026-03-01T12:00:00.100Z,a,3,LWLock:WALWrite=2 IO:WalSync=1",
            "2026-03-01T12:00:00.600Z,a,3,");

    assertThat(table.get("a").columns()).contains("event LWLock:WALWrite", "event IO:WalSync");
    assertThat(table.get("a").meanOfNamed("event LWLock:WALWrite")).startsWith(1);
  }

  @Test
  void aCounterGivesARateUnlessItBeganAnew() throws IOException {
    Map<String, Samples> table =
        table(
            "time,name,wal_bytes",
            "2026-03-01T12:00:00.500Z,a,1000",
            "2026-03-01T12:00:02.500Z,a,3000",
            "2026-03-01T12:00:03.500Z,a,10");

    double[] rate = table.get("a").rate("wal_bytes");

    assertThat(rate[1]).isEqualTo(1000);
    assertThat(rate[2]).isEqualTo(1000);
    assertThat(rate[3]).as("the server was restarted").isNaN();
  }

  @Test
  void anEmptyCellIsAGapAndNotZero() throws IOException {
    Map<String, Samples> table = table("time,name,rss", "2026-03-01T12:00:00.500Z,a,");

    assertThat(table.get("a").has("rss")).isFalse();
    assertThat(table.get("a").mean("rss")[0]).isNaN();
  }

  @Test
  void namesWithNumbersAreInTheOrderOfTheNumbers() throws IOException {
    Map<String, Samples> table =
        table(
            "time,name,active",
            "2026-03-01T12:00:00Z,pool of 10,1",
            "2026-03-01T12:00:00Z,pool of 5,1",
            "2026-03-01T12:00:00Z,\"pool, \"\"own\"\"\",1");

    assertThat(table.keySet()).containsExactly("pool of 5", "pool of 10", "pool, \"own\"");
  }

  private SortedMap<String, Samples> table(String... lines) throws IOException {
    Path file = Files.write(directory.resolve("pool.csv"), List.of(lines));
    long start = START.toEpochMilli();
    return Samples.read(file, TimeAxis.of(start, start + 5000, 1000), "name");
  }
}
