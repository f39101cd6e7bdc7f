package pggit.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pggit.load.measure.Markdown;
import pggit.load.verdict.Finding;
import pggit.load.verdict.Findings;

/**
 * Findings as GitHub shows them, in the summary of a job or a comment. What a database may have had
 * a say in stands in spans of code, where nothing is markup, a link, or the name of a user.
 */
public final class FindingsMarkdown {

  /** More is no comment to read, and GitHub takes no more than 65,536 characters. */
  private static final int MOST = 30;

  private FindingsMarkdown() {}

  /**
   * @param before what an earlier run found; empty if there is nothing to compare with
   * @param ran simulations that looked for findings now
   */
  public static String of(Findings now, Optional<Findings> before, Set<String> ran) {
    var fresh = before.map(now::without).orElse(List.of());
    var missing = before.map(b -> b.without(now)).orElse(List.of());
    var gone = missing.stream().filter(f -> ran.contains(f.simulation())).toList();
    var unknown = missing.stream().filter(f -> !ran.contains(f.simulation())).toList();
    var lines = new ArrayList<String>();
    int count = now.findings().size();
    lines.add(
        "## pgGit: %s%s%s"
            .formatted(
                count == 0 ? "no finding" : count == 1 ? "1 finding" : count + " findings",
                fresh.isEmpty() ? "" : ", %d of them new".formatted(fresh.size()),
                gone.isEmpty() ? "" : "; %d gone".formatted(gone.size())));
    lines.add("");
    now.findings().stream()
        .limit(MOST)
        .map(
            f ->
                item(before.isEmpty() ? "" : fresh.contains(f) ? "**new**: " : "unchanged: ", f)
                    + "  \n  "
                    + Markdown.code(f.evidence()))
        .forEach(lines::add);
    if (count > MOST) {
      lines.add("- and %d more".formatted(count - MOST));
    }
    add(lines, "Gone:", gone);
    add(lines, "Not looked for, since their simulation did not run:", unknown);
    lines.add("");
    lines.add(
        before.isPresent()
            ? "Compared with the findings of an earlier run."
            : "There is no earlier run to compare with: what is new is not known.");
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, String title, List<Finding> findings) {
    if (!findings.isEmpty()) {
      lines.add("");
      lines.add(title);
      lines.add("");
      findings.stream().limit(MOST).map(f -> item("", f)).forEach(lines::add);
    }
  }

  private static String item(String state, Finding finding) {
    var facts = new ArrayList<String>();
    facts.add(Markdown.code(finding.simulation()));
    facts.addAll(finding.facts());
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
