package pggit.load.check;

import java.util.List;
import pggit.load.measure.Severity;

/** Everything that is examined, in the order of the report: the most important first. */
final class Families {

  private Families() {}

  static List<Family> all() {
    return List.of(
        FirstCommits.family(),
        Logs.family(),
        Family.of("ways to commit", Severity.LOSS).with("ways-to-commit"),
        Messages.family(),
        Family.of("branch names", Severity.LOSS).with("branch-names"),
        Family.of("bad input", Severity.HYGIENE).with("bad-input"),
        OwnIds.family(),
        Family.of("further arguments", Severity.LOSS).with("arguments"),
        Family.of("rollback", Severity.LOSS).with("rollback"),
        Ids.family(),
        Counters.family(),
        Family.of("errors inside", Severity.LOSS).with("errors-inside"),
        Family.of("waiting", Severity.REFUSAL).with("waiting"),
        Versions.family(),
        Family.of("versions of unusual tables", Severity.INCOMPLETE).with("versioned-names"),
        Family.of("DDL", Severity.REFUSAL).with("ddl"),
        Hygiene.family(),
        Costs.family(),
        DdlCosts.withTables(),
        DdlCosts.withChanges(),
        Logs.costs(),
        Family.of("footprint", Severity.LOAD).with("footprint"),
        SideEffects.family(),
        Family.of("search_path", Severity.LOSS).with("search-path"),
        Family.of("privileges", Severity.REFUSAL).with("privileges"),
        Family.of("transactions and settings", Severity.REFUSAL).with("modes"),
        Family.of("extension", Severity.LOSS).with("extension"),
        Restored.family(),
        Family.alone("durability", Severity.LOSS).with("durability"),
        Crowds.family(),
        LongSeries.family());
  }
}
