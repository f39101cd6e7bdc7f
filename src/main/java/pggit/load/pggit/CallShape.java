package pggit.load.pggit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The contracts that are looked for, in this order: the more specific comes first. */
@SuppressWarnings("ImmutableEnumChecker") // its collections come from List.of and Set.of
enum CallShape {
  TRINITY(
      "trinity",
      "commit_changes",
      List.of(Role.COMMIT_NAME, Role.BRANCH, Role.MESSAGE),
      List.of("trinity_id", "hash", "commit_id")),
  BRANCH_FIRST(
      "branch-first",
      "commit_changes",
      List.of(Role.BRANCH, Role.MESSAGE),
      List.of("hash", "trinity_id", "commit_id")),
  CREATE_COMMIT(
      "create-commit",
      "create_commit",
      List.of(Role.BRANCH, Role.MESSAGE, Role.SQL_CONTENT),
      List.of());

  /** What an argument means, and the names (without {@code p_}) by which it is known. */
  enum Role {
    COMMIT_NAME("commit_name"),
    BRANCH("branch_name", "branch"),
    MESSAGE("message", "commit_message"),
    SQL_CONTENT("sql_content", "commit_sql");

    private final Set<String> names;

    Role(String... names) {
      this.names = Set.of(names);
    }
  }

  /**
   * Where a role stands in a function.
   *
   * @param position in the declaration, from 0
   * @param name as declared
   */
  record Place(Role role, int position, String name) {}

  private final String contract;
  private final String function;
  private final List<Role> roles;
  private final List<String> idColumns;

  CallShape(String contract, String function, List<Role> roles, List<String> idColumns) {
    this.contract = contract;
    this.function = function;
    this.roles = roles;
    this.idColumns = idColumns;
  }

  String contract() {
    return contract;
  }

  String function() {
    return function;
  }

  /** Columns of pggit.commits that may hold the returned ID, best first; none: it is not stored. */
  List<String> idColumns() {
    return idColumns;
  }

  /** {@code pggit.commit_changes(commit_name, branch_name, message)}. */
  String looksLike() {
    List<String> names = new ArrayList<>();
    for (Role role : roles) {
      names.add(
          switch (role) {
            case COMMIT_NAME -> "commit_name";
            case BRANCH -> "branch_name";
            case MESSAGE -> "message";
            case SQL_CONTENT -> "sql_content";
          });
    }
    return "pggit." + function + "(" + String.join(", ", names) + ")";
  }

  /**
   * Where this shape's arguments stand in the function, in its own order; empty if it has not all
   * of them, or wants another one that has no default, or returns nothing that could be an ID.
   */
  Optional<List<Place>> placesIn(Function candidate) {
    if (!candidate.name().equals(function)
        || candidate.returnsSet()
        || candidate.result().equals("void")
        || !candidate.outputs().isEmpty()) {
      return Optional.empty();
    }
    List<Place> places = new ArrayList<>();
    Set<Role> missing = new HashSet<>(roles);
    for (int i = 0; i < candidate.inputs().size(); i++) {
      Function.Argument argument = candidate.inputs().get(i);
      Optional<Role> role =
          missing.stream().filter(r -> r.names.contains(argument.plainName())).findAny();
      if (role.isPresent() && argument.isText()) {
        missing.remove(role.get());
        places.add(new Place(role.get(), i, argument.name()));
      } else if (!argument.optional()) {
        return Optional.empty();
      }
    }
    places.sort(Comparator.comparingInt(Place::position));
    return missing.isEmpty() ? Optional.of(places) : Optional.empty();
  }
}
