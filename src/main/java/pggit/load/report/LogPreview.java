package pggit.load.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of {@code latency.hlog} before it is read.
 *
 * @param originMillis time zero: when the log was begun, which a comment at its top says
 * @param commits whether it is about commits: has more than a few
 * @param typicalMillis length of its intervals: a second, or less where phases are short
 */
record LogPreview(OptionalLong originMillis, boolean commits, long typicalMillis) {
  private static final String ORIGIN = "#[StartTime: ";
  private static final String TAG = "Tag=";

  /** A run with so many times more of other operations is not about its commits. */
  private static final int FEW = 5;

  static LogPreview of(Path log) {
    OptionalLong origin = OptionalLong.empty();
    List<Long> ofCommits = new ArrayList<>();
    List<Long> ofOthers = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ORIGIN)) {
          origin = millis(line.substring(ORIGIN.length()).split(" ", 2)[0]);
        } else if (line.startsWith(TAG)) {
          String[] cells = line.split(",", 4);
          millis(cells.length < 4 ? "" : cells[2])
              .ifPresent((Latencies.isCommit(operation(cells[0])) ? ofCommits : ofOthers)::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
    boolean commits = !ofCommits.isEmpty() && FEW * ofCommits.size() >= ofOthers.size();
    return new LogPreview(origin, commits, median(commits ? ofCommits : ofOthers));
  }

  private static long median(List<Long> lengths) {
    Collections.sort(lengths);
    return lengths.isEmpty()
        ? 1000
        : Math.max(100, Math.min(1000, lengths.get(lengths.size() / 2)));
  }

  private static String operation(String tag) {
    return tag.substring(TAG.length()).split("/", 2)[0].replace('+', ' ').replace("%2C", ",");
  }

  private static OptionalLong millis(String seconds) {
    try {
      return OptionalLong.of(Math.round(Double.parseDouble(seconds) * 1000));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
