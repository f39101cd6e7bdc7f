package pggit.load.bench;

/** Who makes the load. */
enum Driver {
  /** A thread for each connection that executes one prepared statement in a loop: the least. */
  PGJDBC,
  /** PostgreSQL's own benchmark in C, prepared statements, as many threads as there are cores. */
  PGBENCH,
  /** Users of our protocol, each with a connection of its own. */
  PROTOCOL,
  /** Users of our protocol over a pool of as many connections as there are users. */
  POOLED,
  /** Users of gatling-jdbc over a pool of as many connections as there are users. */
  GATLING_JDBC
}
