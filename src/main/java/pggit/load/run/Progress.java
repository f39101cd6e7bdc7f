package pggit.load.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import pggit.load.measure.Ticker;

/**
 * Says every ten seconds on the console how far something is that takes long, and how long the rest
 * will take at the speed so far; nothing of what is over sooner. For any thread.
 */
public final class Progress implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final PrintWriter out;
  private final LongSupplier clock;
  private final String what;
  private final long beganNanos;
  private long saidNanos;
  private volatile DoubleSupplier share;
  private Optional<Ticker> ticker = Optional.empty();

  /**
   * @param share of it that is done, asked for each time; what is not above 0 and below 1 is not
   *     known
   */
  Progress(PrintWriter out, String what, DoubleSupplier share, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    this.what = what + ": ";
    this.share = share;
    beganNanos = clock.getAsLong();
    saidNanos = beganNanos;
  }

  /** Begins to tell by itself, until it is closed. */
  static Progress start(PrintWriter out, String what, DoubleSupplier share) {
    var progress = new Progress(out, what, share, System::nanoTime);
    progress.ticker =
        Optional.of(Ticker.start("pggit-progress", LOOK, "news of " + what, progress::tick));
    return progress;
  }

  /** What {@code step} makes; while it takes, nobody knows how long still. */
  static <T> T during(PrintWriter out, String what, Supplier<T> step) {
    try (var unused = start(out, what, () -> 0)) {
      return step.get();
    }
  }

  /** So much is done, until more is told. */
  public void at(double done) {
    share = () -> done;
  }

  /** A line, if it is time for one. */
  void tick() {
    if (clock.getAsLong() - saidNanos < EVERY.toNanos()) {
      return;
    }
    saidNanos = clock.getAsLong();
    double tookSeconds = (clock.getAsLong() - beganNanos) / 1e9;
    double done = share.getAsDouble();
    boolean known = done > 0 && done < 1;
    out.printf(
        "  %s%s%n",
        what,
        known
            ? String.format(
                Locale.ROOT,
                "%.0f %%, about %s left",
                100 * done,
                words(tookSeconds * (1 - done) / done))
            : words(tookSeconds) + " so far");
    out.flush();
  }

  @Override
  public void close() {
    ticker.ifPresent(Ticker::close);
  }

  /** {@code 40 s}, {@code 12 min}, {@code 3.5 h}. */
  static String words(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : seconds < 5400
            ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
            : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
