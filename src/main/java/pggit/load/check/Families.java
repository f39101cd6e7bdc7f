package pggit.load.check;

import java.util.List;
import pggit.load.measure.Severity;

/** Everything that is examined, in the order of the report: the most important first. */
final class Families {

  /** Read once: each property that is a script is a file. */
  private static final List<Family> ALL =
      List.of(
          Family.of("commits", Severity.LOSS, "commits"),
          Family.of("reading history", Severity.INCOMPLETE, "history"),
          Family.of("ways to commit", Severity.LOSS, "ways-to-commit"),
          Family.of("messages", Severity.LOSS, "messages"),
          Family.of("branch names", Severity.LOSS, "branch-names"),
          Family.of("bad input", Severity.HYGIENE, "bad-input"),
          Family.of("IDs brought along", Severity.IDENTITY, "own-ids"),
          Family.of("further arguments", Severity.LOSS, "arguments"),
          Family.of("rollback", Severity.LOSS, "rollback"),
          Family.of("IDs", Severity.IDENTITY, "ids"),
          Family.of("counters", Severity.REFUSAL, "counters"),
          Family.of("errors inside", Severity.LOSS, "errors-inside"),
          Family.of("waiting", Severity.REFUSAL, "waiting"),
          Family.of("versions", Severity.INCOMPLETE, "versions"),
          Family.of("versions of unusual tables", Severity.INCOMPLETE, "versioned-names"),
          Family.of("DDL", Severity.REFUSAL, "ddl"),
          Family.of("sessions", Severity.HYGIENE, "sessions"),
          Family.of("costs with history", Severity.LOAD, "costs-with-history"),
          Family.of("costs with tables", Severity.LOAD, "costs-with-tables"),
          Family.of("costs with changes", Severity.LOAD, "costs-with-changes"),
          Family.of("costs of reading", Severity.LOAD, "history-costs"),
          Family.of("footprint", Severity.LOAD, "footprint"),
          Family.of("side effects", Severity.COST, "side-effects"),
          Family.of("search_path", Severity.LOSS, "search-path"),
          Family.of("privileges", Severity.REFUSAL, "privileges"),
          Family.of("transactions and settings", Severity.REFUSAL, "modes"),
          Family.of("extension", Severity.LOSS, "extension"),
          Family.of("backup", Severity.LOSS, "backup"),
          Family.alone("durability", Severity.LOSS, "durability"),
          Family.alone("sessions at once", Severity.REFUSAL, "at-once"),
          Family.alone("a long series", Severity.REFUSAL, "long-series"));

  private Families() {}

  static List<Family> all() {
    return ALL;
  }
}
