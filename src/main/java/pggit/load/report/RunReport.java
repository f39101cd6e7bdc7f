package pggit.load.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import pggit.load.gate.GateHistory;
import pggit.load.gate.GateResult;
import pggit.load.measure.JsonFile;
import pggit.load.measure.RunResult;

/** The page of one run, {@code index.html} in the run's directory. */
public final class RunReport {
  /** Name of the page in its directory. */
  public static final String NAME = "index.html";

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, RunReport.class.getClassLoader(), "pggit.load.report");

  private RunReport() {}

  /**
   * Makes the page of a run from the files of its directory; an older one is replaced.
   *
   * @return the page
   * @throws UncheckedIOException if a file cannot be read, or the page not be written
   * @throws IllegalArgumentException if run.json is not the result of a run
   */
  public static Path write(Path directory) {
    return write(directory.resolve(NAME), "run.jte", new RunPage(RunFacts.read(directory)));
  }

  /** Whether there is a page to be made of a directory's files. */
  public static boolean canBeMadeOf(Path directory) {
    return Files.isRegularFile(directory.resolve(RunResult.NAME))
        || Files.isRegularFile(directory.resolve(GateResult.NAME));
  }

  /** Makes {@code history.html}, the page of a history of the gate, in a directory. */
  public static Path write(Path directory, GateHistory history) {
    return write(directory.resolve("history.html"), "history.jte", HistoryPage.of(history));
  }

  static Path write(Path file, String template, Object page) {
    StringOutput out = new StringOutput(1 << 20);
    TEMPLATES.render(template, page, out);
    JsonFile.replace(file, out.toString());
    return file;
  }
}
