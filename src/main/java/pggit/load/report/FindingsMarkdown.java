package pggit.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pggit.load.measure.Markdown;
import pggit.load.measure.Outcome;
import pggit.load.verdict.Finding;

/**
 * Findings as GitHub shows them, in the summary of a job or a comment. What a database may have had
 * a say in stands in spans of code, where nothing is markup, a link, or the name of a user.
 */
public final class FindingsMarkdown {

  /** More is no list to read. */
  private static final int MOST = 30;

  private FindingsMarkdown() {}

  /**
   * @param before what an earlier command came to; empty if there is nothing to compare with
   */
  public static String of(CommandResult now, Optional<CommandResult> before) {
    var earlier = before.map(CommandResult::rows).orElse(List.of());
    var found = FindingRow.of(null, now.rows(), earlier);
    var missing = FindingRow.of(null, earlier, now.rows());
    var gone = with(Outcome.PASS, missing);
    int fresh = with(Outcome.PASS, found).size();
    var lines = new ArrayList<String>();
    int count = found.size();
    lines.add(
        "## pgGit: %s%s%s"
            .formatted(
                count == 0 ? "no finding" : count == 1 ? "1 finding" : count + " findings",
                fresh == 0 ? "" : ", %d of them new".formatted(fresh),
                gone.isEmpty() ? "" : "; %d gone".formatted(gone.size())));
    lines.add("");
    found.stream()
        .limit(MOST)
        .map(
            row ->
                item(before.isEmpty() ? "" : state(row), row.finding())
                    + "  \n  "
                    + Markdown.code(row.finding().evidence()))
        .forEach(lines::add);
    if (count > MOST) {
      lines.add("- and %d more".formatted(count - MOST));
    }
    add(lines, "Gone:", gone);
    add(
        lines,
        "Not known whether gone, since it is undecided now, or its simulation did not run:",
        with(Outcome.UNDECIDED, missing));
    lines.add("");
    var another = RunRow.otherPgGit(now.rows(), earlier, Markdown::code);
    lines.add(
        before.isEmpty()
            ? "There is no earlier run to compare with: what is new is not known."
            : another.isEmpty()
                ? "Compared with the findings of an earlier run."
                : "Compared with the findings of an earlier run, of another pgGit: " + another);
    return String.join("\n", lines) + "\n";
  }

  private static List<FindingRow> with(Outcome there, List<FindingRow> rows) {
    return rows.stream().filter(row -> row.there() == there).toList();
  }

  private static String state(FindingRow row) {
    return switch (row.there()) {
      case PASS -> "**new**: ";
      case FAIL -> "unchanged: ";
      case UNDECIDED -> "not known whether new: ";
    };
  }

  private static void add(List<String> lines, String title, List<FindingRow> rows) {
    if (!rows.isEmpty()) {
      lines.add("");
      lines.add(title);
      lines.add("");
      rows.stream().limit(MOST).map(row -> item("", row.finding())).forEach(lines::add);
      if (rows.size() > MOST) {
        lines.add("- and %d more".formatted(rows.size() - MOST));
      }
    }
  }

  private static String item(String state, Finding finding) {
    var facts = new ArrayList<String>();
    facts.add(Markdown.code(finding.simulation()));
    facts.addAll(finding.facts(Markdown::code));
    if (!finding.follows().isEmpty()) {
      facts.add(finding.follows());
    }
    Optional.ofNullable(finding.script()).map(Markdown::code).ifPresent(facts::add);
    return "- %s%s: %s (%s)"
        .formatted(
            state,
            finding.severity().words(),
            Markdown.code(finding.name()),
            String.join(", ", facts));
  }
}
