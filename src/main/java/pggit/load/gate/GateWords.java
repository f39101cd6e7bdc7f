package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pggit.load.measure.Markdown;

/** A result as people read it: a table for the console, another one in Markdown. */
public final class GateWords {
  private static final Object[] COLUMNS = {
    "verdict", "metric", "baseline", "candidate", "change", "allowed", "n"
  };

  private GateWords() {}

  public static List<String> console(GateResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("gate %s: %s".formatted(result.mode(), result.verdict()));
    lines.add("  baseline   " + side(result, "baseline", result.baseline()));
    lines.add("  candidate  " + side(result, "candidate", result.candidate()));
    if (!result.comparisons().isEmpty()) {
      int width = result.comparisons().stream().mapToInt(c -> c.metric().length()).max().getAsInt();
      String row = "  %-11s  %-" + width + "s  %12s  %12s  %-26s %8s %6s";
      lines.add("");
      lines.add(row.formatted(COLUMNS));
      result.comparisons().forEach(c -> lines.add(row.formatted(cells(c, c.verdict().word()))));
    }
    lines.add("");
    result.reasons().forEach(reason -> lines.add("  " + reason));
    result.blame().stream().flatMap(b -> b.sentences().stream()).forEach(s -> lines.add("  " + s));
    result.leftOut().forEach(what -> lines.add("  left out: " + what));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %s after %.0f s",
            result.verdict().word(),
            result.took().toMillis() / 1000.0));
    return lines;
  }

  /** With what its installation met, where one of its statements failed. */
  private static String side(GateResult result, String side, String name) {
    String statements = result.facts().getOrDefault(side + " statements", "");
    return statements.isEmpty() || statements.startsWith("0 ") ? name : name + ", " + statements;
  }

  /** For {@code $GITHUB_STEP_SUMMARY} and the like. */
  public static String markdown(GateResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("## pgGit gate: " + result.verdict().word());
    lines.add("");
    lines.add(
        "Candidate %s against baseline %s."
            .formatted(Markdown.code(result.candidate()), Markdown.code(result.baseline())));
    lines.add("");
    if (!result.comparisons().isEmpty()) {
      String row = "| %s | %s | %s | %s | %s | %s | %s |";
      lines.add(row.formatted(COLUMNS));
      lines.add("|---|---|---:|---:|---|---:|---:|");
      result.comparisons().forEach(c -> lines.add(row.formatted(cells(c, emphasised(c)))));
      lines.add("");
    }
    result.reasons().forEach(reason -> lines.add("- " + Markdown.code(reason)));
    result.leftOut().forEach(what -> lines.add("- left out: " + Markdown.code(what)));
    result.blame().forEach(blame -> lines.addAll(table(blame)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> table(Blame blame) {
    List<String> lines = new ArrayList<>();
    blame.unknown().forEach(sentence -> lines.add("- " + sentence));
    if (blame.suspects().isEmpty()) {
      return lines;
    }
    lines.add("");
    lines.add(
        "| in one of the %s | calls | µs | pages | WAL records | WAL bytes |"
            .formatted(blame.operation()));
    lines.add("|---|---:|---:|---:|---:|---:|");
    for (Blame.Suspect suspect : blame.suspects()) {
      // GitHub takes this bar for none of the table's, in code too.
      String what = Markdown.code(suspect.what()).replace("|", "\\|");
      lines.add("| %s | %s |".formatted(what, String.join(" | ", suspect.changes())));
    }
    return lines;
  }

  private static String emphasised(MetricRuling c) {
    return c.verdict() == Ruling.REGRESSION ? "**regression**" : c.verdict().word();
  }

  private static Object[] cells(MetricRuling c, String verdict) {
    return new Object[] {
      verdict,
      c.metric(),
      value(c.baselineValue(), c.unit()),
      value(c.candidateValue(), c.unit()),
      c.change(),
      String.format(Locale.ROOT, "%+.1f %%", 100 * (c.allowed() - 1)),
      c.pairs()
    };
  }

  private static String value(double value, String unit) {
    String shortened =
        switch (unit) {
          case "commits/s" -> "/s";
          case "bytes" -> "B";
          case "pages", "records", "statements" -> "";
          default -> unit;
        };
    return String.format(Locale.ROOT, value < 100 ? "%.2f %s" : "%,.0f %s", value, shortened);
  }
}
