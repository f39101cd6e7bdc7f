package pggit.load.check;

import java.util.List;

/** Everything that is examined, in the order of the report: the most important first. */
final class Families {

  private Families() {}

  static List<Family> all() {
    return List.of(
        FirstCommits.family(),
        Logs.family(),
        Calls.family(),
        Messages.family(),
        BranchNames.family(),
        BadInput.family(),
        OwnIds.family(),
        Arguments.family(),
        Undone.family(),
        Ids.family(),
        Counters.family(),
        Faults.family(),
        Waiting.family(),
        Versions.family(),
        VersionedNames.family(),
        Ddl.family(),
        Hygiene.family(),
        Costs.family(),
        Costs.tables(),
        ChangeCosts.family(),
        Logs.costs(),
        Footprint.family(),
        SideEffects.family(),
        SearchPaths.family(),
        Privileges.family(),
        Modes.family(),
        Membership.family(),
        Restored.family(),
        Durability.family(),
        Crowds.family(),
        Series.family());
  }
}
