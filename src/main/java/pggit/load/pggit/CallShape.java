package pggit.load.pggit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The contracts that are looked for, in this order: the more specific comes first. */
@SuppressWarnings("ImmutableEnumChecker") // its lists come from List.of
enum CallShape {
  TRINITY(
      "commit_changes",
      List.of(Role.COMMIT_NAME, Role.BRANCH_NAME, Role.MESSAGE),
      List.of("trinity_id", "hash")),
  BRANCH_FIRST(
      "commit_changes", List.of(Role.BRANCH_NAME, Role.MESSAGE), List.of("hash", "trinity_id")),
  CREATE_COMMIT(
      "create_commit", List.of(Role.BRANCH_NAME, Role.MESSAGE, Role.SQL_CONTENT), List.of());

  /** What an argument means; it is called so, with or without {@code p_}. */
  enum Role {
    COMMIT_NAME,
    BRANCH_NAME,
    MESSAGE,
    SQL_CONTENT;

    String argument() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a role stands in a function.
   *
   * @param position in the declaration, from 0
   * @param name as declared
   */
  record Place(Role role, int position, String name) {}

  private final String function;
  private final List<Role> roles;
  private final List<String> idColumns;

  CallShape(String function, List<Role> roles, List<String> idColumns) {
    this.function = function;
    this.roles = roles;
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
    return roles.stream()
        .map(Role::argument)
        .collect(Collectors.joining(", ", contract() + " = pggit." + function + "(", ")"));
  }

  /**
   * Where this shape's arguments stand in the function, in its own order; empty if it has not all
   * of them, or wants another one that has no default, or returns nothing that could be an ID.
   */
  Optional<List<Place>> placesIn(Catalog.Function candidate) {
    if (!candidate.name().equals(function) || !candidate.returnsOne()) {
      return Optional.empty();
    }
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < candidate.inputs().size(); i++) {
      var argument = candidate.inputs().get(i);
      Optional<Role> role =
          roles.stream().filter(r -> r.argument().equals(argument.plainName())).findAny();
      if (role.isPresent() && argument.isText()) {
        places.add(new Place(role.get(), i, argument.name()));
      } else if (!argument.optional()) {
        return Optional.empty();
      }
    }
    return places.size() == roles.size() ? Optional.of(places) : Optional.empty();
  }
}
