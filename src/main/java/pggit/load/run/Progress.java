package pggit.load.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import pggit.load.measure.Ticker;

/**
 * Says on the console how far something is that takes long, and how long the rest will take at the
 * speed so far: after ten seconds, then seldom enough for a dozen lines in an hour; nothing of what
 * is over sooner. For any thread.
 */
public final class Progress implements AutoCloseable {

  private static final double EVERY_SECONDS = 10;

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Lines of what is known to end. */
  private static final double PARTS = 8;

  private static final double NEARLY = 0.99;

  private final PrintWriter out;
  private final LongSupplier clock;
  private final String what;
  private final long beganNanos;
  private long saidNanos;
  private boolean said;
  private volatile DoubleUnaryOperator share;
  private Optional<Ticker> ticker = Optional.empty();

  /**
   * @param share of it that is done, of the seconds that have gone; not known while it is 0
   */
  Progress(PrintWriter out, String what, DoubleUnaryOperator share, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    this.what = what + ": ";
    this.share = share;
    beganNanos = clock.getAsLong();
    saidNanos = beganNanos;
  }

  /** Begins to tell by itself, until it is closed. */
  static Progress start(PrintWriter out, String what, DoubleUnaryOperator share) {
    var progress = new Progress(out, what, share, System::nanoTime);
    progress.ticker =
        Optional.of(Ticker.start("pggit-progress", LOOK, "news of " + what, progress::tick));
    return progress;
  }

  /** What {@code step} makes; while it takes, nobody knows how long still. */
  static <T> T during(PrintWriter out, String what, Supplier<T> step) {
    try (var unused = start(out, what, gone -> 0)) {
      return step.get();
    }
  }

  /** So much is done, until more is told. */
  public void at(double done) {
    share = gone -> done;
  }

  /** A line, if it is time for one. */
  void tick() {
    long now = clock.getAsLong();
    double gone = (now - beganNanos) / 1e9;
    double done = share.applyAsDouble(gone);
    boolean known = done > 0 && done < NEARLY;
    double pause = said ? (known ? gone / done / PARTS : gone / 2) : 0;
    if ((now - saidNanos) / 1e9 < Math.max(EVERY_SECONDS, pause)) {
      return;
    }
    said = true;
    saidNanos = now;
    out.printf(
        "  %s%s%n",
        what,
        known
            ? String.format(
                Locale.ROOT, "%.0f %%, about %s left", 100 * done, words(gone * (1 - done) / done))
            : (done > 0 ? "nearly done, " : "") + words(gone) + " so far");
    out.flush();
  }

  @Override
  public void close() {
    ticker.ifPresent(Ticker::close);
  }

  /** {@code 40 s}, {@code 2.5 min}, {@code 12 min}, {@code 3.5 h}. */
  static String words(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : seconds < 5400
            ? String.format(Locale.ROOT, seconds < 597 ? "%.1f min" : "%.0f min", seconds / 60)
            : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
