package pggit.load.pggit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final List<String> BRANCH_NAMES = List.of("branch_name", "name");
  private static final List<String> NUMBERS = List.of("major", "minor", "patch");

  private final Catalog catalog;
  private final CallShape shape;
  private final Catalog.Function function;
  private final List<String> parameters;
  private final String commitSql;
  private final History history;
  private final Optional<Catalog.Function> version;
  private final Optional<String> branchSql;

  private Contract(
      CallShape shape,
      Catalog.Function function,
      List<Catalog.Argument> arguments,
      History history,
      Catalog catalog) {
    this.catalog = catalog;
    this.shape = shape;
    this.function = function;
    this.parameters = arguments.stream().map(Catalog.Argument::plainName).toList();
    this.commitSql = commitSql(function, arguments);
    this.history = history;
    this.version =
        catalog.functions().stream().filter(f -> f.takesOneText("get_version")).findFirst();
    this.branchSql =
        catalog.functions().stream()
            .filter(f -> f.takesOneText("create_branch"))
            .filter(f -> BRANCH_NAMES.contains(f.inputs().get(0).plainName()))
            .findFirst()
            .map(f -> "SELECT pggit.create_branch(?)");
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
      for (Catalog.Function function : catalog.functions()) {
        Optional<List<Catalog.Argument>> arguments = shape.argumentsIn(function);
        if (arguments.isEmpty()) {
          continue;
        }
        Optional<History> history = History.find(catalog, shape);
        if (history.isPresent()) {
          return new Contract(shape, function, arguments.get(), history.get(), catalog);
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
      statement.setString(i + 1, value(parameters.get(i), name, branch, message, "-- "));
    }
  }

  /**
   * The name, as declared, of the commit function's argument that is called so, with or without
   * {@code p_}; empty if it has none.
   */
  public Optional<String> argument(String... plainNames) {
    return function.inputs().stream()
        .filter(a -> List.of(plainNames).contains(a.plainName()))
        .map(Catalog.Argument::name)
        .findFirst();
  }

  /** Whether the argument of this name, as declared, can be left out. */
  public boolean isOptional(String argument) {
    return function.inputs().stream().anyMatch(a -> a.name().equals(argument) && a.optional());
  }

  /**
   * A call that commits with these arguments alone.
   *
   * @param byName SQL expressions by the name of the argument, as declared
   */
  public String commitCall(Map<String, String> byName) {
    return byName.entrySet().stream()
        .map(a -> History.quoted(a.getKey()) + " => " + a.getValue())
        .collect(Collectors.joining(", ", "pggit." + function.name() + "(", ")"));
  }

  /** A call that commits, its arguments SQL expressions; the name goes where there is a place. */
  public String commitCall(String name, String branch, String message) {
    var values =
        parameters.stream()
            .map(meaning -> value(meaning, name, branch, message, "$lab$-- $lab$ || "))
            .iterator();
    return Stream.of(commitSql.replaceFirst("^SELECT ", "").split("\\?", -1))
        .map(part -> part + (values.hasNext() ? values.next() : ""))
        .collect(Collectors.joining());
  }

  /**
   * @param comment what makes a comment of the name
   */
  private static String value(
      String meaning, String name, String branch, String message, String comment) {
    return switch (meaning) {
      case "commit_name" -> name;
      case "branch_name" -> branch;
      case "message" -> message;
      default -> comment + name.replaceAll("\\R", " ");
    };
  }

  /** Column of {@code pggit.commits} with the returned ID; empty for create-commit. */
  public Optional<String> idColumn() {
    return history.id();
  }

  /**
   * Types by column, in its order and quoted where it has to be, of {@code pggit.commits}, {@code
   * branches} or {@code trinity_ids}; empty if there is no such relation.
   */
  public Map<String, String> columns(String relation) {
    return catalog.columns().getOrDefault(relation, Map.of());
  }

  /** Those of these columns in which an ID or a branch's name may stand. */
  public List<String> texts(String relation) {
    return columns(relation).keySet().stream()
        .filter(column -> History.isText(catalog, relation, column))
        .toList();
  }

  /** The name of a commit's branch, an SQL expression on {@code pggit.commits c}. */
  public Optional<String> branchOf() {
    return history.branch().map(History.Branch::alone);
  }

  /** Creates a branch; its name is the one parameter. Empty if this pgGit has no such function. */
  public Optional<String> branchSql() {
    return branchSql;
  }

  /**
   * Asks for the version of a table in schema public; its name is the one parameter. Empty if this
   * pgGit has no such function.
   */
  public Optional<String> versionSql() {
    return versionCall("'public'", "?").map("SELECT * FROM "::concat);
  }

  /**
   * A call that asks for a table's version, its schema and name SQL expressions: bare or with its
   * schema, the way this pgGit wants it named.
   */
  public Optional<String> versionCall(String schema, String table) {
    return version.map(
        f -> {
          boolean bare =
              !f.inputs().get(0).plainName().equals("object_name")
                  && !f.outputs().contains("schema_name");
          return "pggit.get_version(" + (bare ? table : schema + " || '.' || " + table) + ")";
        });
  }

  /** The version of a table in schema public; empty if this pgGit knows none. */
  public Optional<String> version(Connection connection, String table) throws SQLException {
    try (var statement = connection.prepareStatement(versionSql().orElseThrow())) {
      statement.setString(1, table);
      try (var row = statement.executeQuery()) {
        return row.next() ? Optional.ofNullable(version(row)) : Optional.empty();
      }
    }
  }

  private static @Nullable String version(ResultSet row) throws SQLException {
    Map<String, @Nullable String> values = new HashMap<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.put(row.getMetaData().getColumnLabel(i), row.getString(i));
    }
    for (String column : List.of("full_version", "version_string")) {
      if (values.containsKey(column)) {
        return values.get(column);
      }
    }
    return values.keySet().containsAll(NUMBERS)
        ? NUMBERS.stream().map(values::get).collect(Collectors.joining("."))
        : row.getString(1);
  }

  /** What can be read back. */
  History history() {
    return history;
  }

  private static String commitSql(Catalog.Function function, List<Catalog.Argument> arguments) {
    // An optional argument between ours: pass ours by name.
    boolean leading = function.inputs().subList(0, arguments.size()).equals(arguments);
    return arguments.stream()
        .map(p -> leading ? "?" : History.quoted(p.name()) + " => ?")
        .collect(Collectors.joining(", ", "SELECT pggit." + function.name() + "(", ")"));
  }

  private static String unknown(Catalog catalog, List<String> unreadable) {
    String there;
    if (!unreadable.isEmpty()) {
      there =
          "%s is there, but pggit.commits has no column to find its commits by (%s); expected message and, unless create-commit, one of trinity_id, hash"
              .formatted(
                  String.join("; ", unreadable),
                  Optional.ofNullable(catalog.columns().get("commits"))
                      .map(columns -> "columns: " + String.join(", ", columns.keySet()))
                      .orElse("there is no such table"));
    } else if (catalog.functions().isEmpty()) {
      there = "schema pggit has no functions, or does not exist";
    } else {
      there = "schema pggit has " + list(catalog.functions());
    }
    return "no pgGit that can be committed to. Looked for %s, further arguments only with defaults. Found: %s. Install a pgGit with one of these, or name one with -Dpggit.source=<path>."
        .formatted(
            Stream.of(CallShape.values())
                .map(CallShape::looksLike)
                .collect(Collectors.joining("; ")),
            there);
  }

  /** Those that have to do with commits first, the rest by name. */
  private static String list(List<Catalog.Function> functions) {
    String shown =
        functions.stream()
            .sorted(Comparator.comparing(f -> !f.name().contains("commit")))
            .limit(SHOWN)
            .map(f -> f.signature().replaceFirst("^pggit\\.", "").replaceFirst(" returns .*", ""))
            .collect(Collectors.joining(", "));
    int more = functions.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
