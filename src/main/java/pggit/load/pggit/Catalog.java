package pggit.load.pggit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL's catalog says about schema pggit.
 *
 * @param functions its functions, by name
 * @param columns type by column, quoted where it has to be, by relation name, of those with
 *     commits, branches and IDs; type char(n) is {@code bpchar}, for character alone means
 *     character(1)
 * @param commitsIsView whether {@code pggit.commits} is a view
 */
record Catalog(
    List<Function> functions, Map<String, Map<String, String>> columns, boolean commitsIsView) {

  /**
   * A function of schema pggit.
   *
   * @param name without its schema
   * @param inputs arguments that a caller passes, in their order
   * @param outputs names of the OUT arguments and TABLE columns
   * @param returnsOne whether it returns one value, not a row, several rows or nothing
   * @param signature {@code pggit.commit_changes(branch_name text) returns text}
   */
  @JsonIgnoreProperties({"oid", "pronargs"}) // by which they are sorted
  record Function(
      String name,
      List<Argument> inputs,
      List<String> outputs,
      boolean returnsOne,
      String signature) {

    Function {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    /** Whether it is called so and can be called with the first argument alone, a text. */
    boolean takesOneText(String wanted) {
      return name.equals(wanted)
          && !inputs.isEmpty()
          && inputs.get(0).isText()
          && inputs.stream().skip(1).allMatch(Argument::optional);
    }
  }

  /**
   * @param name as declared, empty if it has none
   * @param type as {@code format_type} spells it
   * @param optional whether it has a default
   */
  record Argument(String name, String type, boolean optional) {

    /** The name without the {@code p_} that PL/pgSQL authors put before it. */
    String plainName() {
      return name.startsWith("p_") ? name.substring(2) : name;
    }

    boolean isText() {
      return type.equals("text") || type.startsWith("character varying");
    }
  }

  private static final JsonMapper JSON = new JsonMapper();

  private static final String CATALOG = ClassPath.text("pggit/load/pggit/catalog.sql");

  Catalog {
    functions = List.copyOf(functions);
    columns = Map.copyOf(columns);
  }

  static Catalog read(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(CATALOG)) {
      row.next();
      return JSON.readValue(row.getString(1), Catalog.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the server's own JSON cannot be read", e);
    }
  }

  /** The type of a column, empty if there is no such column. */
  Optional<String> type(String relation, String column) {
    return Optional.ofNullable(columns.getOrDefault(relation, Map.of()).get(column));
  }
}
