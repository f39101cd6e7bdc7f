package pggit.load.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Columns of {@code server.csv}. Counters are as the server or the system keeps them, since their
 * own beginning: the difference of two rows says what happened in between. The server's own
 * counters of commits, buffers and temporary files reach it up to a second late.
 */
public enum ServerColumn {
  /** Commits acknowledged to the load since the run began. */
  ACKNOWLEDGED,
  /** Sessions in this database by state, the sampler's left out. */
  ACTIVE,
  IDLE,
  IDLE_IN_TRANSACTION,
  /** Active sessions that wait, by what for; the column {@code wait_events} has the names. */
  WAITING_LOCK,
  WAITING_LWLOCK,
  WAITING_IO,
  WAITING_OTHER,
  /** Locks asked for and not granted, in the whole server. */
  LOCKS_WAITING,
  /** Transactions, deadlocks, conflicts and temporary files of this database: counters. */
  COMMITS,
  ROLLBACKS,
  DEADLOCKS,
  CONFLICTS,
  TEMP_BYTES,
  /** Buffers of this database found in shared memory, and read into it: counters. */
  BUFFERS_HIT,
  BUFFERS_READ,
  /** Position in the WAL, the whole server's: a counter. */
  WAL_BYTES,
  DATABASE_BYTES,
  /** Tables and indexes of schema pggit. */
  PGGIT_BYTES,
  /** Of pg_stat_statements, where it is installed, for this database: counters. */
  STATEMENT_CALLS,
  STATEMENT_MILLIS,
  /** All processes of an embedded server: memory of their own and the shared one, once. */
  SERVER_RSS_BYTES,
  /** All processes of an embedded server, those that have ended included: a counter. */
  SERVER_CPU_MICROS,
  /** This JVM. */
  JVM_CPU_MICROS,
  JVM_HEAP_BYTES,
  JVM_GC_COUNT,
  JVM_GC_MILLIS,
  /** All programs on this JVM's machine, what its host withheld included; nobody: counters. */
  MACHINE_CPU_MICROS,
  MACHINE_IDLE_MICROS;

  /** The column's name in the file. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String header() {
    return Arrays.stream(values()).map(ServerColumn::label).collect(Collectors.joining(","));
  }
}
