package pggit.load.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pggit.load.gate.Duel;
import pggit.load.gate.MetricRuling;
import pggit.load.gate.Ruling;

/**
 * One line that tells how far the gate is: the widest interval that still keeps it from a verdict.
 * On a terminal the line is written over, elsewhere a new one comes every few seconds.
 */
final class ProgressLine implements Duel.Progress {
  private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PrintWriter out;
  private final boolean terminal = onTerminal();
  private long last = System.nanoTime();

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  /** From Java 22 on there may be a console where there is no terminal; only those can tell. */
  @SuppressWarnings("SystemConsoleNull") // which is why it is asked
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) { // before Java 22
      return true;
    }
  }

  @Override
  public void pair(int pairs, List<MetricRuling> rulings, Duration left) {
    long now = System.nanoTime();
    if (now - last < (terminal ? TERMINAL_NANOS : LOG_NANOS)) {
      return;
    }
    last = now;
    String line = "  " + line(pairs, rulings, left);
    out.print(terminal ? "\r" + line + " ".repeat(8) : line + System.lineSeparator());
    out.flush();
  }

  static String line(int pairs, List<MetricRuling> rulings, Duration left) {
    long seconds = Math.max(0, left.toSeconds());
    long open = rulings.stream().filter(r -> r.verdict() == Ruling.UNDECIDED).count();
    String far =
        rulings.isEmpty()
            ? "first look at 14 pairs"
            : "%d of %d metrics clear".formatted(rulings.size() - open, rulings.size());
    String widest =
        rulings.stream()
            .filter(r -> r.verdict() == Ruling.UNDECIDED)
            .max(Comparator.comparingDouble(ProgressLine::width))
            .map(r -> ", " + r.metric() + " " + r.change())
            .orElse("");
    return "%d pairs, %s%s, at most %d:%02d left"
        .formatted(pairs, far, widest, seconds / 60, seconds % 60);
  }

  private static double width(MetricRuling ruling) {
    return ruling.high() == null ? Double.POSITIVE_INFINITY : ruling.high() / ruling.low();
  }
}
