package pggit.load.run;

import java.time.Duration;

/**
 * How long a load takes, as far as the settings tell, and how to know how much of it is done.
 *
 * @param time roughly, on two cores and with the reference extension
 * @param commits that it acknowledges, if they come as fast as pgGit can make them; 0 if the time
 *     goes by whatever pgGit does
 */
public record Expected(Duration time, long commits) {

  /** The server's start, the verdicts and the pages. */
  private static final Duration AROUND = Duration.ofSeconds(6);

  public static Expected time(Duration time) {
    return new Expected(time, 0);
  }

  /**
   * @param each what one takes, with what is done beside it
   */
  public static Expected commits(long commits, Duration each) {
    return new Expected(each.multipliedBy(commits), commits);
  }

  Duration total() {
    return AROUND.plus(time);
  }

  /**
   * How much of it is done, 0 to 1 and beyond.
   *
   * @param gone seconds so far
   * @param acknowledged commits so far
   */
  double share(double gone, long acknowledged) {
    return commits > 0 ? (double) acknowledged / commits : gone / (total().toNanos() / 1e9);
  }
}
