package pggit.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardFilesTest {
  private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final Series COMMITS = new Series("commit", Part.RESPONSE, "10 users");
  private static final Series LOOKS = new Series("look", Part.RESPONSE, "10 users");

  @TempDir Path dir;

  @Test
  void sumsEachSecondByTheServersClockAndKeepsItsOrder() {
    Shard exact = shard(0, 0);
    Shard late = shard(1, 1_500); // its clock is behind
    try (RecorderLog log = new RecorderLog(exact.directory(), NOON)) {
      log.write(COMMITS, of(1, 2), NOON, NOON + 1000);
      log.write(LOOKS, of(7), NOON, NOON + 1000);
      log.write(COMMITS, of(3), NOON + 1000, NOON + 2000);
      log.write(COMMITS, of(4), NOON + 3000, NOON + 3400);
    }
    try (RecorderLog log = new RecorderLog(late.directory(), NOON - 1600)) {
      log.write(COMMITS, of(2), NOON - 1550, NOON - 550); // -50 to 950 ms
      log.write(COMMITS, of(5), NOON - 550, NOON + 450); // 950 to 1950 ms
    }

    int broken = ShardFiles.merge(List.of(late, exact), dir.resolve("all"));

    assertThat(broken).isZero();
    assertThat(lines())
        .containsExactly(
            "commit -50..1000: {1=1, 2=2}",
            "look 0..1000: {7=1}",
            "commit 950..2000: {3=1, 5=1}",
            "commit 3000..3400: {4=1}");
    LatencyLog log = LatencyLog.read(dir.resolve("all/latency.hlog"), line -> {});
    assertThat(log.startedMillis()).hasValue(NOON - 100);
  }

  @Test
  void aClockThatIsSetBackTakesNothingAway() {
    Shard shard = shard(0, 0);
    try (RecorderLog log = new RecorderLog(shard.directory(), NOON)) {
      log.write(COMMITS, of(1), NOON + 9000, NOON + 10_000);
      log.write(COMMITS, of(2), NOON + 5000, NOON + 6000);
      log.write(COMMITS, of(3), NOON + 10_000, NOON + 11_000);
    }

    ShardFiles.merge(List.of(shard), dir.resolve("all"));

    assertThat(lines())
        .containsExactly("commit 5000..10000: {1=1, 2=1}", "commit 10000..11000: {3=1}");
  }

  @Test
  void sumsErrorsOfEachSecond() throws IOException {
    csv(
        shard(0, 0),
        "errors.csv",
        "operation,sqlstate,count",
        "12:00:01.100Z,commit,40001,2",
        "12:00:01.900Z,commit,40001,3",
        "12:00:02.000Z,\"commit, first\",40001,1");
    csv(
        shard(1, -1000),
        "errors.csv",
        "operation,sqlstate,count",
        "12:00:02.500Z,commit,40001,10",
        "12:00:02.600Z,commit,53300,1",
        "12:00:04.000Z,commit,40001,1");

    ShardFiles.merge(List.of(shard(0, 0), shard(1, -1000)), dir.resolve("all"));

    assertThat(dir.resolve("all/errors.csv"))
        .hasContent(
            """
            time,operation,sqlstate,count
            2026-03-01T12:00:01.900Z,commit,40001,15
            2026-03-01T12:00:01.600Z,commit,53300,1
            2026-03-01T12:00:02.000Z,"commit, first",40001,1
            2026-03-01T12:00:03.000Z,commit,40001,1
            """);
  }

  @Test
  void namesPoolsByTheirInjectorAndTakesTheServerFromOne() throws IOException {
    String columns = "name,active,idle";
    csv(shard(0, 0), "pool.csv", columns, "12:00:00.100Z,users,1,9", "12:00:00.300Z,users,2,8");
    csv(shard(2, 100), "pool.csv", columns, "12:00:00.100Z,users,5,5");
    csv(shard(2, 100), "server.csv", "name,commits", "12:00:00.100Z,server,5");
    csv(shard(3, 0), "server.csv", "name,commits", "12:00:00.200Z,server,6");

    ShardFiles.merge(List.of(shard(0, 0), shard(2, 100), shard(3, 0)), dir.resolve("all"));

    assertThat(dir.resolve("all/pool.csv"))
        .hasContent(
            """
            time,name,active,idle
            2026-03-01T12:00:00.100Z,users (injector 0),1,9
            2026-03-01T12:00:00.200Z,users (injector 2),5,5
            2026-03-01T12:00:00.300Z,users (injector 0),2,8
            """);
    assertThat(dir.resolve("all/server.csv"))
        .hasContent("time,name,commits\n2026-03-01T12:00:00.200Z,server,5\n");
    assertThat(dir.resolve("all/backends.csv")).doesNotExist();
    assertThat(dir.resolve("all/recovery.csv")).doesNotExist();
  }

  @Test
  void namesFaultsByTheInjectorThatSawThem() throws IOException {
    String columns = "fault,lasted_millis,gap_millis,first_millis,all_millis,failures";
    csv(shard(0, 0), "recovery.csv", columns, "12:00:01.000Z,1 link cut,2,41,38,310,08006=3");
    csv(shard(1, -500), "recovery.csv", columns, "12:00:01.000Z,1 link cut,2,50,,,");

    int broken = ShardFiles.merge(List.of(shard(0, 0), shard(1, -500)), dir.resolve("all"));

    assertThat(broken).isZero();
    assertThat(dir.resolve("all/recovery.csv"))
        .hasContent(
            """
            time,fault,lasted_millis,gap_millis,first_millis,all_millis,failures
            2026-03-01T12:00:00.500Z,1 link cut (injector 1),2,50,,,
            2026-03-01T12:00:01.000Z,1 link cut (injector 0),2,41,38,310,08006=3
            """);
    assertThat(RecoveryLog.read(dir.resolve("all"))).hasSize(2);
  }

  @Test
  void tellsOnceWhatHappenedToAllAndByTheInjectorWhatDidNot() throws IOException {
    String columns = "kind,text";
    csv(
        shard(0, 0),
        "events.csv",
        columns,
        "12:00:00.100Z,note,5 users",
        "12:00:01.000Z,fault,\"gone, for good\"",
        "12:00:05.000Z,note,5 users");
    csv(
        shard(1, 0),
        "events.csv",
        columns,
        "12:00:00.050Z,note,5 users",
        "12:00:05.200Z,note,5 users",
        "12:00:09.000Z,note,5 users");

    ShardFiles.merge(List.of(shard(0, 0), shard(1, 0), shard(2, 0)), dir.resolve("all"));

    assertThat(dir.resolve("all/events.csv"))
        .hasContent(
            """
            time,kind,text
            2026-03-01T12:00:00.050Z,note,5 users
            2026-03-01T12:00:01.000Z,fault,"injector 0: gone, for good"
            2026-03-01T12:00:05.000Z,note,5 users
            2026-03-01T12:00:09.000Z,note,injector 1: 5 users
            """);
  }

  @Test
  void countsWhatIsBrokenAndLeavesItOut() throws IOException {
    Shard killed = shard(0, 0);
    try (RecorderLog log = new RecorderLog(killed.directory(), NOON)) {
      log.write(COMMITS, of(1), NOON, NOON + 1000);
      log.write(LOOKS, of(1), NOON, NOON + 1000);
      log.error(Instant.ofEpochMilli(NOON), "commit", "40001", 1);
      log.error(Instant.ofEpochMilli(NOON), "commit", "53300", 15);
    }
    cut(killed.file("latency.hlog"), 5);
    cut(killed.file("errors.csv"), 2); // 15 is 1
    csv(killed, "events.csv", "kind,text", "12:00:00.000Z,note,größer", "12:00:00.000Z,odd,x");
    csv(killed, "pool.csv", "name,active", "12:00:00.000Z,users,1", "12:00,users,2", "12:00:00Z");

    int broken = ShardFiles.merge(List.of(killed), dir.resolve("all"));

    assertThat(broken).isEqualTo(5);
    assertThat(lines()).containsExactly("commit 0..1000: {1=1}");
    assertThat(Files.readAllLines(dir.resolve("all/errors.csv")))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("40001,1");
    assertThat(Files.readAllLines(dir.resolve("all/events.csv"))).hasSize(2);
    assertThat(Files.readAllLines(dir.resolve("all/pool.csv"))).hasSize(2);
  }

  @Test
  void halfACharacterAtTheEndIsABrokenRow() throws IOException {
    Shard killed = shard(0, 0);
    csv(killed, "events.csv", "kind,text", "12:00:00.000Z,note,whole", "12:00:00.000Z,note,ü");
    cut(killed.file("events.csv"), 2);

    assertThat(ShardFiles.merge(List.of(killed), dir.resolve("all"))).isEqualTo(1);
    assertThat(Files.readAllLines(dir.resolve("all/events.csv"))).hasSize(2);
  }

  @Test
  void theMergedLogHasWhatARecorderMadesOfTheDirectories() {
    List<Shard> shards = List.of(shard(0, 0), shard(1, 333), shard(2, -40));
    for (Shard shard : shards) {
      try (RecorderLog log = new RecorderLog(shard.directory(), NOON)) {
        for (int second = 0; second < 20; second++) {
          long start = NOON + second * 1000L;
          log.write(COMMITS, of(second, 2 * second, 3_599_999), start, start + 1000);
        }
      }
    }

    ShardFiles.merge(shards, dir.resolve("all"));

    Histogram ofFiles = merged(List.of(new Shard(0, dir.resolve("all"), Duration.ZERO)));
    assertThat(ofFiles.getTotalCount()).isEqualTo(180);
    assertThat(ofFiles).isEqualTo(merged(shards));
  }

  private static Histogram merged(List<Shard> shards) {
    return Recorder.merged(shards).snapshot("commit", Part.RESPONSE).histogram();
  }

  private Shard shard(int injector, long offsetMillis) {
    return new Shard(injector, dir.resolve("" + injector), Duration.ofMillis(offsetMillis));
  }

  private static Histogram of(long... millis) {
    Histogram histogram = Buckets.growing();
    for (long value : millis) {
      Buckets.record(histogram, value * 1_000_000);
    }
    return histogram;
  }

  private static void csv(Shard shard, String name, String columns, String... rows)
      throws IOException {
    StringBuilder text = new StringBuilder("time," + columns + "\n");
    for (String row : rows) {
      text.append("2026-03-01T").append(row).append('\n');
    }
    Files.createDirectories(shard.directory());
    Files.writeString(shard.file(name), text);
  }

  private static void cut(Path file, int bytes) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - bytes);
    }
  }

  /** Intervals of the merged log, times in ms since noon, values in ms. */
  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    LatencyLog.read(
        dir.resolve("all/latency.hlog"),
        line -> {
          Map<Long, Long> values = new TreeMap<>();
          line.forEach((nanos, count) -> values.put(nanos / 1_000_000, count));
          lines.add(
              "%s %d..%d: %s"
                  .formatted(
                      line.of().operation(),
                      line.startMillis() - NOON,
                      line.endMillis() - NOON,
                      values));
        });
    return lines;
  }
}
