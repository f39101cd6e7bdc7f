package pggit.load.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import pggit.load.pggit.Contract;

/** Commits whose arguments are passed by name: those of the contract, and further ones. */
final class ByName {

  private ByName() {}

  /** What each commit is given, as SQL expressions by the name of the argument. */
  private static Map<String, String> required(Contract contract, String branch, String message) {
    var arguments = new LinkedHashMap<String, String>();
    contract.argument("commit_name").ifPresent(a -> arguments.put(a, literal(Session.NAME)));
    contract.argument("branch_name", "branch").ifPresent(a -> arguments.put(a, branch));
    messageOf(contract).ifPresent(a -> arguments.put(a, message));
    contentOf(contract).ifPresent(a -> arguments.put(a, "''"));
    return arguments;
  }

  /** A call that commits, its arguments SQL expressions, and one more by its name as declared. */
  static String call(
      Contract contract, String branch, String message, String further, String expression) {
    var arguments = required(contract, branch, message);
    arguments.put(further, expression);
    return call(contract, arguments);
  }

  /** The same without a message. */
  static String callWithoutMessage(Contract contract, String branch) {
    var arguments = required(contract, branch, "");
    messageOf(contract).ifPresent(arguments::remove);
    return call(contract, arguments);
  }

  private static String call(Contract contract, Map<String, String> arguments) {
    return contract.commitSql(arguments).replaceFirst("^SELECT ", "");
  }

  static Optional<String> messageOf(Contract contract) {
    return contract.argument("message", "commit_message");
  }

  static Optional<String> contentOf(Contract contract) {
    return contract.argument("sql_content", "commit_sql");
  }

  static Optional<String> ownIdOf(Contract contract) {
    return contract.argument("custom_trinity_id", "custom_id", "trinity_id");
  }

  static Optional<String> parentsOf(Contract contract) {
    return contract.argument("parent_ids", "parent_commit_ids");
  }

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
