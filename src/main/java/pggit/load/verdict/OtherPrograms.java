package pggit.load.verdict;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import pggit.load.analysis.Plain;
import pggit.load.measure.Sample;
import pggit.load.measure.ServerColumn;
import pggit.load.measure.ServerSample;

/**
 * Were there other programs on the machine that took what load and server wanted? Known of an
 * embedded server only, whose processes are on this machine. Where a processor was idle nobody took
 * anything.
 */
public final class OtherPrograms {

  /** So much of all processors is all of them, as counts in steps of 10 ms have it. */
  private static final double ALL = 0.9;

  /** What is less is the machine's own housekeeping. */
  private static final double WORTH_NOTING = 0.1;

  /** Of the time: a single leg of an overload is as long. */
  private static final double OFTEN = 0.1;

  private OtherPrograms() {}

  /**
   * They were in the way.
   *
   * @param taken s in which they were
   * @param watched s of which that is known
   */
  public record Disturbance(double taken, double watched) {
    public String words() {
      return "other programs took processors that were wanted, in %s of %s s"
          .formatted(Plain.number(taken), Plain.number(watched));
    }
  }

  /**
   * If they did so for a tenth of the time.
   *
   * @param samples oldest first; what lies partly within the time counts for that part, or nothing
   *     would be known of a load that is over in a second
   */
  public static Optional<Disturbance> disturbed(
      List<Sample<ServerSample>> samples, long fromNanos, long toNanos) {
    double watched = 0;
    double taken = 0;
    for (int i = 1; i < samples.size(); i++) {
      var before = samples.get(i - 1);
      var after = samples.get(i);
      var busy = spent(before, after, ServerColumn.MACHINE_CPU_MICROS);
      var idle = spent(before, after, ServerColumn.MACHINE_IDLE_MICROS);
      var server = spent(before, after, ServerColumn.SERVER_CPU_MICROS);
      var jvm = spent(before, after, ServerColumn.JVM_CPU_MICROS);
      double seconds =
          (Math.min(toNanos, after.nanos()) - Math.max(fromNanos, before.nanos())) / 1e9;
      boolean known = Stream.of(busy, idle, server, jvm).allMatch(OptionalLong::isPresent);
      if (known && seconds > 0) {
        double whole = (double) busy.getAsLong() + idle.getAsLong();
        double others = busy.getAsLong() - server.getAsLong() - jvm.getAsLong();
        watched += seconds;
        taken += busy.getAsLong() >= ALL * whole && others >= WORTH_NOTING * whole ? seconds : 0;
      }
    }
    return taken > 0 && taken >= OFTEN * watched
        ? Optional.of(new Disturbance(taken, watched))
        : Optional.empty();
  }

  private static OptionalLong spent(
      Sample<ServerSample> before, Sample<ServerSample> after, ServerColumn column) {
    var from = before.value().number(column);
    var to = after.value().number(column);
    return from.isPresent() && to.isPresent()
        ? OptionalLong.of(to.getAsLong() - from.getAsLong())
        : OptionalLong.empty();
  }
}
