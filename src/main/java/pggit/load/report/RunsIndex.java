package pggit.load.report;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.JsonFile;
import pggit.load.measure.RunResult;

/** The page of all runs, {@code index.html} in the directory of results. */
public final class RunsIndex {
  private static final Logger LOG = LoggerFactory.getLogger(RunsIndex.class);

  /** More is no list to read; older runs keep their pages. */
  private static final int MOST = 500;

  private RunsIndex() {}

  /**
   * Makes the page from the runs in {@code results}, and the page of each run that has none.
   *
   * @return the page
   * @throws UncheckedIOException if the directory cannot be read, or the page not be written
   */
  public static Path write(Path results) {
    List<RunRow> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Path directory : runs(results)) {
      try {
        rows.add(row(directory));
      } catch (IllegalArgumentException | UncheckedIOException e) {
        // A damaged or foreign run must not hide the others.
        notes.add(
            "%s is left out: %s"
                .formatted(
                    directory.getFileName(), relative(String.valueOf(e.getMessage()), results)));
      }
    }
    rows.sort(
        Comparator.comparing((RunRow row) -> row.result().started())
            .thenComparing(RunRow::directory)
            .reversed());
    if (rows.size() > MOST) {
      notes.add(Numbers.count(rows.size() - MOST) + " older runs are not listed");
    }
    List<RunRow> shown = rows.subList(0, Math.min(MOST, rows.size()));
    return RunReport.write(
        results.resolve(RunReport.NAME), "runs.jte", RunsPage.of(results, shown, notes));
  }

  /**
   * The same, and the page of each run anew.
   *
   * @throws UncheckedIOException if one of the pages cannot be written, or a file of a run not be
   *     read
   */
  public static Path renew(Path results) {
    for (Path run : runs(results)) {
      try {
        RunReport.write(run);
      } catch (IllegalArgumentException e) { // the list of runs says so
        LOG.warn("no page of {}: {}", run, e.getMessage());
      }
    }
    return write(results);
  }

  private static RunRow row(Path directory) {
    RunResult result = RunFacts.result(directory);
    if (!Files.isRegularFile(directory.resolve(RunReport.NAME))) {
      try {
        RunReport.write(directory);
      } catch (IllegalArgumentException | UncheckedIOException e) {
        LOG.warn("no page of {}: {}", directory, e.getMessage());
      }
    }
    return new RunRow(String.valueOf(directory.getFileName()), result);
  }

  private static String relative(String message, Path results) {
    return message.replace(results + "/", "");
  }

  /** Directories of runs, in the order of their names. */
  public static List<Path> runs(Path results) {
    return JsonFile.entries(results).stream().filter(RunReport::canBeMadeOf).toList();
  }
}
