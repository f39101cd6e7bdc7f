package pggit.load.pggit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pggit.load.server.SetupException;

/**
 * How the installed pgGit is called: one of {@code trinity}, {@code branch-first} and {@code
 * create-commit}. Describes pgGit as it is and does not repair it. Immutable.
 */
public final class Contract {

  private static final int SHOWN = 20;

  private final CallShape shape;
  private final Function function;
  private final List<CallShape.Role> parameters;
  private final String commitSql;
  private final History history;
  private final Optional<Version> version;
  private final Optional<String> branchSql;

  private Contract(
      CallShape shape,
      Function function,
      List<CallShape.Place> places,
      History history,
      Optional<Version> version,
      Optional<String> branchSql) {
    this.shape = shape;
    this.function = function;
    this.parameters = places.stream().map(CallShape.Place::role).toList();
    this.commitSql = commitSql(function, places);
    this.history = history;
    this.version = version;
    this.branchSql = branchSql;
  }

  /**
   * Finds out from the catalog which contract is installed.
   *
   * @throws SetupException if none is, naming what was looked for and what there is
   */
  public static Contract detect(Connection connection) {
    Catalog catalog;
    try {
      catalog = Catalog.read(connection);
    } catch (SQLException e) {
      throw new SetupException(
          "cannot read from the catalog which pgGit is installed: " + e.getMessage(), e);
    }
    List<String> unreadable = new ArrayList<>();
    for (CallShape shape : CallShape.values()) {
      for (Function function : catalog.functions()) {
        Optional<List<CallShape.Place>> places = shape.placesIn(function);
        if (places.isEmpty()) {
          continue;
        }
        Optional<History> history = History.find(catalog, shape);
        if (history.isPresent()) {
          Optional<Version> version = Version.find(catalog.functions());
          return new Contract(
              shape, function, places.get(), history.get(), version, branchSql(catalog));
        }
        unreadable.add(function.signature());
      }
    }
    throw new SetupException(unknown(catalog, unreadable));
  }

  /** {@code trinity}, {@code branch-first} or {@code create-commit}. */
  public String name() {
    return shape.contract();
  }

  /** Name and signature, for the log and the report. */
  public String describe() {
    return name() + ": " + function.signature();
  }

  /** The statement that commits; its single row and column is the commit's ID. */
  public String commitSql() {
    return commitSql;
  }

  /**
   * Binds a commit in this contract's order. The commit's name goes where there is a place for it:
   * nowhere in {@code branch-first}, as an SQL comment into the content of {@code create-commit}.
   */
  public void bindCommit(PreparedStatement statement, String name, String branch, String message)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setString(
          i + 1,
          switch (parameters.get(i)) {
            case COMMIT_NAME -> name;
            case BRANCH -> branch;
            case MESSAGE -> message;
            case SQL_CONTENT -> "-- " + name.replaceAll("\\R", " ");
          });
    }
  }

  /**
   * The name, as declared, of the commit function's argument that is called so, with or without
   * {@code p_}; empty if it has none.
   */
  public Optional<String> argument(String... plainNames) {
    return function.inputs().stream()
        .filter(a -> List.of(plainNames).contains(a.plainName()))
        .map(Function.Argument::name)
        .findFirst();
  }

  /** Whether the argument of this name, as declared, can be left out. */
  public boolean isOptional(String argument) {
    return function.inputs().stream().anyMatch(a -> a.name().equals(argument) && a.optional());
  }

  /**
   * A commit with these arguments alone.
   *
   * @param byName SQL expressions by the name of the argument, as declared
   */
  public String commitSql(Map<String, String> byName) {
    return byName.entrySet().stream()
        .map(a -> History.quoted(a.getKey()) + " => " + a.getValue())
        .collect(Collectors.joining(", ", "SELECT pggit." + function.name() + "(", ")"));
  }

  /** A call that commits, its arguments SQL expressions; the name goes where there is a place. */
  public String commitCall(String name, String branch, String message) {
    var arguments =
        parameters.stream()
            .map(
                role ->
                    switch (role) {
                      case COMMIT_NAME -> name;
                      case BRANCH -> branch;
                      case MESSAGE -> message;
                      case SQL_CONTENT -> "$lab$-- $lab$ || " + name;
                    })
            .iterator();
    var call = new StringBuilder();
    for (var part : commitSql.replaceFirst("^SELECT ", "").split("\\?", -1)) {
      call.append(part).append(arguments.hasNext() ? arguments.next() : "");
    }
    return call.toString();
  }

  /** Whether the returned ID is found in {@code pggit.commits}; false for create-commit. */
  public boolean idIsStored() {
    return history.id().isPresent();
  }

  /**
   * Reads one message back. Its parameter is the commit's ID; if {@link #idIsStored} says no, a
   * text that only this message contains.
   */
  public String messageSql() {
    return history.messageSql();
  }

  /** Creates a branch; its name is the one parameter. Empty if this pgGit has no such function. */
  public Optional<String> branchSql() {
    return branchSql;
  }

  /** Asks for a table's version; one parameter. Empty if this pgGit has no such function. */
  public Optional<String> versionSql() {
    return version.map(Version::sql);
  }

  /** A call that asks for a table's version, its schema and name SQL expressions. */
  public Optional<String> versionCall(String schema, String table) {
    return version.map(v -> v.call(schema, table));
  }

  /** Binds the table the way this pgGit wants it named, bare or with its schema. */
  public void bindVersion(PreparedStatement statement, String schema, String table)
      throws SQLException {
    Version how = version.orElseThrow(() -> new IllegalStateException(name() + " has no version"));
    statement.setString(1, how.argument(schema, table));
  }

  /** The version in the current row, null if the function gave NULL. */
  public @Nullable String readVersion(ResultSet row) throws SQLException {
    return Version.read(row);
  }

  /** What can be read back. */
  History history() {
    return history;
  }

  @Override
  public String toString() {
    return describe();
  }

  private static String commitSql(Function function, List<CallShape.Place> places) {
    boolean leading = places.get(places.size() - 1).position() == places.size() - 1;
    // An optional argument between ours: pass ours by name.
    String arguments =
        places.stream()
            .map(p -> leading ? "?" : History.quoted(p.name()) + " => ?")
            .collect(Collectors.joining(", "));
    return "SELECT pggit." + function.name() + "(" + arguments + ")";
  }

  /** The branch's name comes first, and whatever else the function takes has a default. */
  private static Optional<String> branchSql(Catalog catalog) {
    return catalog.functions().stream()
        .filter(f -> f.name().equals("create_branch") && !f.inputs().isEmpty())
        .filter(
            f -> List.of("branch_name", "name", "branch").contains(f.inputs().get(0).plainName()))
        .filter(f -> f.inputs().get(0).isText())
        .filter(f -> f.inputs().stream().skip(1).allMatch(Function.Argument::optional))
        .findFirst()
        .map(f -> "SELECT pggit." + f.name() + "(?)");
  }

  private static String unknown(Catalog catalog, List<String> unreadable) {
    String lookedFor =
        Stream.of(CallShape.values())
            .map(s -> s.contract() + " = " + s.looksLike())
            .collect(Collectors.joining("; "));
    String there;
    if (!unreadable.isEmpty()) {
      there =
          String.join("; ", unreadable)
              + " is there, but pggit.commits has no column to find its commits by ("
              + (catalog.has("commits")
                  ? "columns: "
                      + String.join(
                          ", ", Objects.requireNonNull(catalog.columns().get("commits")).keySet())
                  : "there is no such table")
              + "); expected message and, unless create-commit, one of trinity_id, hash";
    } else if (catalog.functions().isEmpty()) {
      there = "schema pggit has no functions, or does not exist";
    } else {
      there = "schema pggit has " + list(catalog.functions());
    }
    return "no pgGit that can be committed to. Looked for "
        + lookedFor
        + ", further arguments only with defaults. Found: "
        + there
        + ". Install a pgGit with one of these, or name one with -Dpggit.source=<path>.";
  }

  /** Those that have to do with commits first, the rest by name. */
  private static String list(List<Function> functions) {
    List<String> names =
        functions.stream()
            .sorted(Comparator.comparing((Function f) -> !f.name().contains("commit")))
            .map(f -> f.name() + "(" + f.arguments() + ")")
            .toList();
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int more = names.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
