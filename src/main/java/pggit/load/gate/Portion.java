package pggit.load.gate;

/**
 * How much each side does in one pair.
 *
 * @param commits of the one user
 * @param turn commits in a row before the other side has its turn
 * @param bursts of the users who commit at once
 * @param burstCommits of each of them in a burst
 * @param ddl tables created, altered and dropped
 */
record Portion(int commits, int turn, int bursts, int burstCommits, int ddl) {
  /** Time of the one user's part of a pair, both sides together. */
  private static final double NANOS = 100e6;

  private static final int MOST = 100;
  private static final int FEWEST = 3;
  private static final int TURN = 5;

  /** Where commits are slow, or it cannot be known how slow. */
  static final Portion LEAST = new Portion(FEWEST, 1, 1, 1, 1);

  /**
   * A portion that takes a fraction of a second, or where a commit takes longer, the smallest.
   *
   * @param commitNanos time of a commit of the baseline and one of the candidate
   */
  static Portion of(double commitNanos) {
    int commits = (int) Math.max(FEWEST, Math.min(MOST, NANOS / commitNanos));
    if (commits < 4 * TURN) {
      return new Portion(commits, 1, 1, 1, 1);
    }
    return new Portion(commits / TURN * TURN, TURN, 5, TURN, 3);
  }
}
