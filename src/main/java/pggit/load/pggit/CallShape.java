package pggit.load.pggit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The contracts that are looked for, in this order: the more specific comes first. An argument is
 * called as here, with or without {@code p_}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists come from List.of
enum CallShape {
  TRINITY(
      "commit_changes",
      List.of("commit_name", "branch_name", "message"),
      List.of("trinity_id", "hash")),
  BRANCH_FIRST("commit_changes", List.of("branch_name", "message"), List.of("hash", "trinity_id")),
  CREATE_COMMIT("create_commit", List.of("branch_name", "message", "sql_content"), List.of());

  private final String function;
  private final List<String> arguments;
  private final List<String> idColumns;

  CallShape(String function, List<String> arguments, List<String> idColumns) {
    this.function = function;
    this.arguments = arguments;
    this.idColumns = idColumns;
  }

  String contract() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Columns of pggit.commits that may hold the returned ID, best first; none: it is not stored. */
  List<String> idColumns() {
    return idColumns;
  }

  /** {@code trinity = pggit.commit_changes(commit_name, branch_name, message)}. */
  String looksLike() {
    return contract() + " = pggit." + function + "(" + String.join(", ", arguments) + ")";
  }

  /**
   * This shape's arguments as the function declares them, in its own order; empty if it has not all
   * of them, or wants another one that has no default, or returns nothing that could be an ID.
   */
  Optional<List<Catalog.Argument>> argumentsIn(Catalog.Function candidate) {
    if (!candidate.name().equals(function) || !candidate.returnsOne()) {
      return Optional.empty();
    }
    List<Catalog.Argument> ours = new ArrayList<>();
    for (var input : candidate.inputs()) {
      if (arguments.contains(input.plainName()) && input.isText()) {
        ours.add(input);
      } else if (!input.optional()) {
        return Optional.empty();
      }
    }
    return ours.size() == arguments.size() ? Optional.of(ours) : Optional.empty();
  }
}
