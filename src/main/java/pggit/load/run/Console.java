package pggit.load.run;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;

/**
 * The last screen of a run: what ran, each verdict with its evidence, and where the rest stands.
 */
final class Console {

  private static final Map<Outcome, String> MARKS =
      Map.of(Outcome.PASS, "pass", Outcome.FAIL, "FAIL", Outcome.UNDECIDED, "undecided");

  private Console() {}

  /** Standard output in its own charset, which a stream tells from Java 18 on. */
  static PrintWriter writer() {
    String charset = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return new PrintWriter(System.out, true, Charset.forName(charset));
  }

  /**
   * @param page the run's page, if it could be made
   */
  static void print(PrintStream out, RunResult result, Path directory, Optional<Path> page) {
    out.printf("%n%s, profile %s%n", result.simulation(), result.profile());
    out.printf("  server    %s%n", result.server().get("description"));
    out.printf("  pgGit     %s%n", result.contract().get("source"));
    out.printf("  contract  %s%n", result.contract().get("description"));
    result.notes().forEach(note -> out.printf("  note      %s%n", note));
    out.println();
    for (var verdict : result.verdicts()) {
      out.printf(
          "  %-9s %s: %s%n", MARKS.get(verdict.outcome()), verdict.title(), verdict.evidence());
    }
    out.println();
    page.ifPresent(made -> out.printf("  page      %s%n", made.toUri()));
    out.printf("  result    %s%n%n", directory.resolve("run.json"));
    out.flush();
  }
}
