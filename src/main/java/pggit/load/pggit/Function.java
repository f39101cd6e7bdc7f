package pggit.load.pggit;

import java.util.List;

/**
 * A function of schema pggit as the catalog has it.
 *
 * @param name without its schema
 * @param inputs arguments that a caller passes, in their order
 * @param outputs names of the OUT arguments and TABLE columns
 * @param returnsSet whether it returns rows
 * @param arguments as psql shows them: {@code branch_name text, message text DEFAULT ''}
 * @param result as psql shows it: {@code text}
 */
record Function(
    String name,
    List<Argument> inputs,
    List<String> outputs,
    boolean returnsSet,
    String arguments,
    String result) {

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

  Function {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** {@code pggit.commit_changes(branch_name text) returns text}. */
  String signature() {
    return "pggit." + name + "(" + arguments + ") returns " + result;
  }
}
