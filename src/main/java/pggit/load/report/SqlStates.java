package pggit.load.report;

import java.util.Map;

/** SQLSTATEs in words, for those who do not know them by heart. */
final class SqlStates {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("08001", "cannot connect"),
          Map.entry("08003", "connection closed"),
          Map.entry("08006", "connection lost"),
          Map.entry("23505", "unique violation"),
          Map.entry("25P02", "transaction aborted"),
          Map.entry("40001", "serialization failure"),
          Map.entry("40P01", "deadlock"),
          Map.entry("42501", "not permitted"),
          Map.entry("42701", "column exists"),
          Map.entry("42883", "no such function"),
          Map.entry("42P01", "no such table"),
          Map.entry("42P07", "table exists"),
          Map.entry("53100", "disk full"),
          Map.entry("53200", "out of memory"),
          Map.entry("53300", "too many connections"),
          Map.entry("55P03", "lock not available"),
          Map.entry("57014", "cancelled by time-out"),
          Map.entry("57P01", "terminated by administrator"),
          Map.entry("57P02", "server crashed"),
          Map.entry("57P03", "server starting or stopping"),
          Map.entry("P0001", "raised by a function"),
          Map.entry("POOL-TIMEOUT", "no free connection in time"),
          Map.entry("XX000", "internal error"));

  private SqlStates() {}

  /** {@code 53300 too many connections}; the code alone if it is not known. */
  static String words(String state) {
    String words = WORDS.get(state);
    return words == null ? state : state + " " + words;
  }
}
