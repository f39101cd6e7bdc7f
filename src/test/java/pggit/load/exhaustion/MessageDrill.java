package pggit.load.exhaustion;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import pggit.load.server.LimitedServer;
import pggit.load.server.ProcessMemory;

/**
 * Messages of many lengths: each is stored to the byte, or refused with an error that names the
 * limit, and then nothing of it is stored and the connection goes on.
 */
final class MessageDrill implements Drill {

  /** Where PostgreSQL compresses, moves out of line or pads, and where programs like to cut. */
  private static final int[] BOUNDARIES = {
    1024, 1996, 2000, 2032, 2048, 4095, 4096, 8000, 8191, 8192, 8193, 10_000, 16_384, 32_767,
    32_768, 65_534, 65_535, 65_536, 65_537, 70_000, 99_999, 100_000, 102_400
  };

  private static final Pattern NAMES_A_LIMIT =
      Pattern.compile("(?i)limit|maxim|exceed|too (long|large|big)|at most|out of memory");

  private final List<Integer> lengths;
  private final long seed;

  private MessageDrill(List<Integer> lengths, long seed) {
    this.lengths = lengths;
    this.seed = seed;
  }

  /** 1 KB to 100 KB: the boundaries, and as many lengths by chance as often as many small ones. */
  static MessageDrill upTo100Kilobytes(int byChance, long seed) {
    var lengths = new ArrayList<Integer>();
    for (int length : BOUNDARIES) {
      lengths.add(length);
    }
    var random = new SplittableRandom(seed);
    for (int i = 0; i < byChance; i++) {
      lengths.add((int) Math.round(1024 * Math.pow(100, random.nextDouble())));
    }
    return new MessageDrill(lengths, seed);
  }

  static MessageDrill of(int bytes) {
    return new MessageDrill(List.of(bytes), bytes);
  }

  @Override
  public void run(Site site, DrillLog findings) throws Exception {
    int stored = 0;
    var refused = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    try (var connection = site.database().connect()) {
      long pid = LimitedServer.backendOf(connection);
      long begun = System.nanoTime();
      for (int length : lengths) {
        try {
          site.commit(connection, "main", site.message(length, seed + length));
          stored++;
        } catch (SQLException e) {
          var said = "%,d bytes: %s %s".formatted(length, e.getSQLState(), e.getMessage());
          (NAMES_A_LIMIT.matcher(String.valueOf(e.getMessage())).find() ? refused : wrong)
              .add(said);
          if (!DiskDrills.answers(connection)) {
            wrong.add("the connection is unusable after " + said);
            break;
          }
        }
      }
      findings.metric("time for all messages", DiskDrills.sinceNanos(begun));
      if (DiskDrills.answers(connection)) {
        findings.metric(
            "peak of the session's resident memory",
            "MB",
            ProcessMemory.of(pid).peakBytes() / 1048576.0);
      }
    }
    refused.forEach(r -> findings.note("refused: " + r));
    findings.verdict(
        wrong.isEmpty(),
        "a message is stored, or refused with an error that names the limit",
        wrong.isEmpty()
            ? "%d of %d stored, %d refused (seed %d)"
                .formatted(stored, lengths.size(), refused.size(), seed)
            : String.join("; ", wrong.subList(0, Math.min(3, wrong.size()))));
    findings.verdicts(site.audit().verdicts());
  }
}
