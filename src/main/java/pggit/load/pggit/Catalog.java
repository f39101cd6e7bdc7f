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

  // proallargtypes and proargmodes are NULL where all arguments are IN.
  private static final String CATALOG =
      """
      SELECT json_build_object(
        'functions', (SELECT coalesce(json_agg(f ORDER BY f.name, f.pronargs, f.oid), '[]') FROM (
          SELECT p.oid, p.pronargs, p.proname AS name,
                 coalesce(json_agg(json_build_object('name', a.name, 'type', format_type(a.type, NULL),
                            'optional', a.nth > p.pronargs - p.pronargdefaults) ORDER BY a.n)
                          FILTER (WHERE a.goes_in), '[]') AS inputs,
                 coalesce(json_agg(a.name ORDER BY a.n) FILTER (WHERE a.goes_out), '[]') AS outputs,
                 NOT p.proretset AND p.prorettype <> 'void'::regtype
                   AND coalesce(NOT bool_or(a.goes_out), true) AS "returnsOne",
                 format('pggit.%s(%s) returns %s', p.proname, pg_get_function_arguments(p.oid),
                        pg_get_function_result(p.oid)) AS signature
            FROM pg_proc p
            LEFT JOIN LATERAL (
                 SELECT t.type, t.n, coalesce(p.proargnames[n], '') AS name,
                        m.mode NOT IN ('o', 't') AS goes_in, m.mode IN ('o', 't', 'b') AS goes_out,
                        row_number() OVER (PARTITION BY m.mode IN ('o', 't') ORDER BY n) AS nth
                   FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
                        WITH ORDINALITY AS t (type, n),
                        LATERAL (SELECT coalesce(p.proargmodes[n]::text, 'i')) m (mode)) a ON true
           WHERE p.pronamespace = to_regnamespace('pggit') AND p.prokind = 'f'
           GROUP BY p.oid) f),
        'columns', (SELECT coalesce(json_object_agg(relname, types), '{}') FROM (
          SELECT c.relname,
                 json_object_agg(quote_ident(a.attname), format_type(a.atttypid, -1) ORDER BY a.attnum) AS types
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
           WHERE c.relnamespace = to_regnamespace('pggit') AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
             AND c.relname IN ('commits', 'branches', 'trinity_ids')
             AND a.attnum > 0 AND NOT a.attisdropped
           GROUP BY c.oid) c),
        'commitsIsView', EXISTS (SELECT FROM pg_class WHERE relkind = 'v' AND relname = 'commits'
                                    AND relnamespace = to_regnamespace('pggit')))
      """;

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
