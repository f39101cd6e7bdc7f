package pggit.load.bench;

/** Who makes the load. */
public enum Driver {
  /** A thread for each connection that executes one prepared statement in a loop: the least. */
  PGJDBC("pgjdbc loop"),
  /** The same on virtual threads. */
  PGJDBC_VIRTUAL("pgjdbc loop, virtual threads"),
  /** PostgreSQL's own benchmark in C, prepared statements, as many threads as there are cores. */
  PGBENCH("pgbench"),
  /** Users of our protocol, each with a connection of its own. */
  PROTOCOL("pgGit Load"),
  /** Users of our protocol over a pool of as many connections as there are users. */
  POOLED("pgGit Load, pool"),
  /** Users of gatling-jdbc over a pool of as many connections as there are users. */
  GATLING_JDBC("gatling-jdbc");

  private final String label;

  Driver(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Whether it is not ours. */
  boolean isOther() {
    return this != PROTOCOL && this != POOLED;
  }
}
