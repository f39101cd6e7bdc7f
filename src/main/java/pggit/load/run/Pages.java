package pggit.load.run;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.report.RunReport;
import pggit.load.report.RunsIndex;

/** The pages that every run leaves behind: its own, and that of all runs. */
public final class Pages {

  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

  private Pages() {}

  /**
   * Makes the page of a run and renews that of all runs beside it. A page that cannot be made is a
   * warning: the run and its facts are worth more than their picture.
   *
   * @param directory of the run, with its {@code run.json}
   * @return the run's page
   */
  public static Optional<Path> make(Path directory) {
    try {
      var page = RunReport.write(directory);
      RunsIndex.write(Objects.requireNonNull(directory.toAbsolutePath().getParent()));
      return Optional.of(page);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      LOG.warn("no page of this run: {}", e.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) { // a defect of the page's, which must not cost the run
      LOG.warn("no page of this run: {}", e.getMessage(), e);
      return Optional.empty();
    }
  }
}
