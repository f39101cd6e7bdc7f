package pggit.load.simulations;

import java.util.Set;

/** What a {@link Nemesis} does to a server under load. */
enum FaultKind {
  IDLE_TRANSACTION("history locked by an idle transaction"),
  SESSIONS_TERMINATED("half of the sessions terminated"),
  TIME_LIMITS("statements may take 3 ms"),
  POOL_RESTARTED("pool closed and opened again"),
  LINK_CUT("link cut"),
  LINK_SILENT("link silent"),
  ANSWER_LOST("answer to a commit lost"),
  BACKEND_KILLED("backend killed"),
  POSTMASTER_KILLED("postmaster killed"),
  SERVER_FROZEN("server frozen"),
  DISK_FULL("disk full"),
  LOG_DISK_FULL("disk full under the log");

  /** Of these one at a time: the server is down, or does not answer, or has no room to start. */
  private static final Set<FaultKind> OF_THE_SERVER =
      Set.of(BACKEND_KILLED, POSTMASTER_KILLED, SERVER_FROZEN, DISK_FULL, LOG_DISK_FULL);

  private static final Set<FaultKind> OF_THE_LINK = Set.of(LINK_CUT, LINK_SILENT, ANSWER_LOST);

  /** What is done by a statement, which a frozen server does not take. */
  private static final Set<FaultKind> BY_SQL =
      Set.of(IDLE_TRANSACTION, SESSIONS_TERMINATED, TIME_LIMITS);

  /** While these last, nobody answers. */
  private static final Set<FaultKind> DOWN = Set.of(POSTMASTER_KILLED, LOG_DISK_FULL);

  /** What takes commits that come through. */
  private static final Set<FaultKind> BY_COMMITS = Set.of(ANSWER_LOST, LOG_DISK_FULL);

  private static final Set<FaultKind> STOPS_COMMITS = Set.of(IDLE_TRANSACTION, LINK_SILENT);

  private final String words;

  FaultKind(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** Whether it lasts for as long as the schedule says; else it is over at once. */
  boolean lasts() {
    return this != SESSIONS_TERMINATED
        && this != POOL_RESTARTED
        && this != LINK_CUT
        && this != BACKEND_KILLED;
  }

  /** Whether the two cannot be done at the same time, or one would keep the other from harming. */
  boolean excludes(FaultKind other) {
    return this == other
        || both(other, OF_THE_SERVER, OF_THE_SERVER)
        || both(other, OF_THE_LINK, OF_THE_LINK)
        || both(other, BY_SQL, Set.of(SERVER_FROZEN))
        || both(other, BY_COMMITS, STOPS_COMMITS)
        || both(other, Set.of(ANSWER_LOST), Set.of(SERVER_FROZEN));
  }

  /** Whether it can only be begun before the other, and ended after it. */
  boolean surrounds(FaultKind other) {
    return BY_SQL.contains(this) && DOWN.contains(other);
  }

  private boolean both(FaultKind other, Set<FaultKind> some, Set<FaultKind> others) {
    return (some.contains(this) && others.contains(other))
        || (some.contains(other) && others.contains(this));
  }
}
