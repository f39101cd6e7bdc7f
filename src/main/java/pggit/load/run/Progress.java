package pggit.load.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import pggit.load.measure.Ticker;

/**
 * Says on the console how far something is that takes long, and how long the rest will take at the
 * speed so far. Lines without news come every five seconds, and none for what is over sooner. For
 * any thread.
 */
public final class Progress {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final LongSupplier clock;
  private final String what;
  private final long beganNanos;
  private long saidNanos;

  /**
   * @param what is going on
   */
  Progress(PrintWriter out, String what) {
    this(out, what, System::nanoTime);
  }

  Progress(PrintWriter out, String what, LongSupplier clock) {
    this.out = out;
    this.clock = clock;
    this.what = what + ": ";
    beganNanos = clock.getAsLong();
    saidNanos = beganNanos;
  }

  /** What {@code step} makes; while it takes, nobody knows how long still. */
  static <T> T during(PrintWriter out, String what, Supplier<T> step) {
    var progress = new Progress(out, what);
    var ticker = Ticker.start("pggit-progress", EVERY, "news of " + what, progress::waiting);
    try {
      return step.get();
    } finally {
      ticker.close();
    }
  }

  /** It goes on. */
  synchronized void waiting() {
    if (due()) {
      say("%s so far".formatted(words((clock.getAsLong() - beganNanos) / 1e9)));
    }
  }

  /**
   * So much is done.
   *
   * @param share above 0, up to 1
   */
  public synchronized void at(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must lie above 0 and up to 1, was " + share);
    }
    if (due()) {
      say(left(share));
    }
  }

  private boolean due() {
    return clock.getAsLong() - saidNanos >= EVERY.toNanos();
  }

  private String left(double share) {
    double tookSeconds = (clock.getAsLong() - beganNanos) / 1e9;
    return String.format(
        Locale.ROOT,
        "%3.0f %%, about %s left",
        100 * share,
        words(tookSeconds * (1 - share) / share));
  }

  private void say(String how) {
    saidNanos = clock.getAsLong();
    out.printf("  %s%s%n", what, how);
    out.flush();
  }

  private static String words(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
