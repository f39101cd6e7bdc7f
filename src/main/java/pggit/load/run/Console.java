package pggit.load.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Outcome;
import pggit.load.measure.RunResult;
import pggit.load.measure.Verdict;
import pggit.load.protocol.GatlingConsole;
import pggit.load.settings.Settings;

/** What a run prints: everything, or no more than whoever waits for it has to know. */
final class Console {

  private static final Map<Outcome, String> MARKS =
      Map.of(Outcome.PASS, "pass", Outcome.FAIL, "FAIL", Outcome.UNDECIDED, "undecided");

  private final boolean full;

  Console(Settings settings) {
    full = settings.console().equals("full");
  }

  /** Standard output in its own charset, which a stream tells from Java 18 on. */
  static PrintWriter writer() {
    String charset = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return new PrintWriter(System.out, true, Charset.forName(charset));
  }

  /** Behind a line that parts them from what was printed before. */
  static void print(List<String> lines) {
    System.out.println();
    lines.forEach(System.out::println);
    System.out.println();
    System.out.flush();
  }

  /**
   * The first line of a run. From now on nobody prints but us, and whoever has a warning, unless
   * everything is wanted.
   */
  void begin(String simulation, String profile, Expected expected) {
    System.out.printf(
        "%s, profile %s: about %s%n",
        simulation, profile, Progress.words(expected.total().toSeconds()));
    if (full) {
      return;
    }
    var out = System.out;
    System.setOut(new PrintStream(new FailedAssertions(out), false, StandardCharsets.UTF_8));
    var unused = GatlingConsole.output();
    System.setOut(out);
    ((Logger) LoggerFactory.getLogger("pggit.load")).setLevel(Level.WARN);
  }

  /**
   * The last screen of a run: what ran, the verdicts, and where the rest stands.
   *
   * @param page the run's page, if it could be made
   */
  void end(PrintStream out, RunResult result, Path directory, Optional<Path> page) {
    end(new PrintWriter(out, false, StandardCharsets.UTF_8), result, directory, page, full);
  }

  /**
   * The same.
   *
   * @param full whether everything is wanted
   */
  static void end(
      PrintWriter out, RunResult result, Path directory, Optional<Path> page, boolean full) {
    if (full) {
      out.printf("%n%s, profile %s%n", result.simulation(), result.profile());
      out.printf("  server    %s%n", result.server().get("description"));
      out.printf("  pgGit     %s%n", result.contract().get("source"));
      out.printf("  contract  %s%n", result.contract().get("description"));
      result.notes().forEach(note -> out.printf("  note      %s%n", note));
      out.println();
    }
    long passed = result.verdicts().stream().filter(v -> v.outcome() == Outcome.PASS).count();
    out.print(full ? "" : "  %d pass%n".formatted(passed));
    result.verdicts().stream()
        .filter(verdict -> full || verdict.outcome() != Outcome.PASS)
        .forEach(verdict -> print(out, verdict));
    page.ifPresent(made -> out.printf("  page      %s%n", made.toUri()));
    if (full) {
      out.printf("  result    %s%n%n", directory.resolve("run.json"));
    }
    out.flush();
  }

  private static void print(PrintWriter out, Verdict verdict) {
    out.printf(
        "  %-9s %s: %s%n", MARKS.get(verdict.outcome()), verdict.title(), verdict.evidence());
  }

  /** Lets through what Gatling says of assertions that do not hold, and nothing else. */
  private static final class FailedAssertions extends OutputStream {
    private static final String FAILED = " : false (actual";

    private final PrintStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    FailedAssertions(PrintStream out) {
      this.out = out;
    }

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      var text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      if (text.contains(FAILED)) {
        out.println("  Gatling   " + text);
      }
    }
  }
}
