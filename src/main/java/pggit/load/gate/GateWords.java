package pggit.load.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pggit.load.analysis.Interval;

/** A result as people read it: a table for the console, another one in Markdown. */
public final class GateWords {
  private GateWords() {}

  /** Lines for a console of some width. */
  public static List<String> console(GateResult result) {
    List<String> lines = new ArrayList<>();
    lines.add("gate %s: %s".formatted(result.mode(), result.verdict().toUpperCase(Locale.ROOT)));
    lines.add("  baseline   " + side(result, "baseline", result.baseline()));
    lines.add("  candidate  " + side(result, "candidate", result.candidate()));
    if (!result.comparisons().isEmpty()) {
      lines.add("");
      int width = result.comparisons().stream().mapToInt(c -> c.metric().length()).max().getAsInt();
      String row = "  %-11s  %-" + width + "s  %12s  %12s  %-26s %8s %6s";
      lines.add(
          row.formatted("verdict", "metric", "baseline", "candidate", "change", "allowed", "n"));
      for (GateResult.Compared c : result.comparisons()) {
        lines.add(
            row.formatted(
                c.verdict(),
                c.metric(),
                value(c.baselineValue(), c.unit()),
                value(c.candidateValue(), c.unit()),
                change(c),
                percent(c.allowed()),
                c.pairs()));
      }
    }
    lines.add("");
    result.reasons().forEach(reason -> lines.add("  " + reason));
    result.leftOut().forEach(what -> lines.add("  left out: " + what));
    lines.add(
        String.format(
            Locale.ROOT, "  %s after %.0f s", result.verdict(), result.took().toMillis() / 1000.0));
    return lines;
  }

  /** With what its installation met, where one of its statements failed. */
  private static String side(GateResult result, String side, String name) {
    String statements = result.facts().getOrDefault(side + " statements", "");
    return statements.isEmpty() || statements.startsWith("0 ") ? name : name + ", " + statements;
  }

  /** For {@code $GITHUB_STEP_SUMMARY} and the like. */
  public static String markdown(GateResult result) {
    StringBuilder text = new StringBuilder();
    text.append("## pgGit gate: ").append(result.verdict()).append("\n\n");
    text.append(
        "Candidate `%s` against baseline `%s`.\n\n"
            .formatted(plain(result.candidate()), plain(result.baseline())));
    if (!result.comparisons().isEmpty()) {
      text.append("| verdict | metric | baseline | candidate | change | allowed | n |\n");
      text.append("|---|---|---:|---:|---|---:|---:|\n");
      for (GateResult.Compared c : result.comparisons()) {
        text.append(
            "| %s | %s | %s | %s | %s | %s | %d |\n"
                .formatted(
                    c.verdict().equals("regression") ? "**regression**" : c.verdict(),
                    c.metric(),
                    value(c.baselineValue(), c.unit()),
                    value(c.candidateValue(), c.unit()),
                    change(c),
                    percent(c.allowed()),
                    c.pairs()));
      }
      text.append('\n');
    }
    result.reasons().forEach(reason -> text.append("- ").append(plain(reason)).append('\n'));
    result.leftOut().forEach(what -> text.append("- left out: ").append(plain(what)).append('\n'));
    return text.toString();
  }

  /** {@code commit latency p50 +0.3 % [-1.2, +1.9]}, for a line of progress. */
  public static String brief(MetricRuling ruling) {
    return ruling.metric().name() + " " + MetricRuling.change(ruling.comparison().ratio());
  }

  private static String change(GateResult.Compared c) {
    double high = c.high() == null ? Double.POSITIVE_INFINITY : c.high();
    return MetricRuling.change(new Interval(c.ratio(), c.low(), high));
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * (ratio - 1));
  }

  private static String value(double value, String unit) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f %s" : "%,.0f %s", value, shortened(unit));
  }

  private static String shortened(String unit) {
    return switch (unit) {
      case "commits/s" -> "/s";
      case "bytes" -> "B";
      case "pages", "records", "statements" -> "";
      default -> unit;
    };
  }

  /** Without what Markdown would take for its own. */
  private static String plain(String text) {
    return text.replace("`", "'").replace("|", "\\|").replace("\n", " ");
  }
}
