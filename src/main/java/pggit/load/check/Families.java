package pggit.load.check;

import java.util.List;
import pggit.load.measure.Severity;

/** Everything that is examined, in the order of the report: the most important first. */
final class Families {

  /** Read once: each property that is a script is a file. */
  private static final List<Family> ALL =
      List.of(
          Family.of("commits", Severity.LOSS).with("commits"),
          Family.of("reading history", Severity.INCOMPLETE).with("history"),
          Family.of("ways to commit", Severity.LOSS).with("ways-to-commit"),
          Family.of("messages", Severity.LOSS).with("messages"),
          Family.of("branch names", Severity.LOSS).with("branch-names"),
          Family.of("bad input", Severity.HYGIENE).with("bad-input"),
          Family.of("IDs brought along", Severity.IDENTITY).with("own-ids"),
          Family.of("further arguments", Severity.LOSS).with("arguments"),
          Family.of("rollback", Severity.LOSS).with("rollback"),
          Family.of("IDs", Severity.IDENTITY).with("ids"),
          Family.of("counters", Severity.REFUSAL).with("counters"),
          Family.of("errors inside", Severity.LOSS).with("errors-inside"),
          Family.of("waiting", Severity.REFUSAL).with("waiting"),
          Family.of("versions", Severity.INCOMPLETE).with("versions"),
          Family.of("versions of unusual tables", Severity.INCOMPLETE).with("versioned-names"),
          Family.of("DDL", Severity.REFUSAL).with("ddl"),
          Family.of("sessions", Severity.HYGIENE).with("sessions"),
          Family.of("costs with history", Severity.LOAD).with("costs-with-history"),
          Family.of("costs with tables", Severity.LOAD).with("costs-with-tables"),
          Family.of("costs with changes", Severity.LOAD).with("costs-with-changes"),
          Family.of("costs of reading", Severity.LOAD).with("history-costs"),
          Family.of("footprint", Severity.LOAD).with("footprint"),
          Family.of("side effects", Severity.COST).with("side-effects"),
          Family.of("search_path", Severity.LOSS).with("search-path"),
          Family.of("privileges", Severity.REFUSAL).with("privileges"),
          Family.of("transactions and settings", Severity.REFUSAL).with("modes"),
          Family.of("extension", Severity.LOSS).with("extension"),
          Family.of("backup", Severity.LOSS).with("backup"),
          Family.alone("durability", Severity.LOSS).with("durability"),
          Crowds.family(),
          LongSeries.family());

  private Families() {}

  static List<Family> all() {
    return ALL;
  }
}
