package pggit.load.bench;

import java.util.List;

/** What is asked of the server again and again, with arguments that are alike for all drivers. */
enum Load {
  SELECT("SELECT 1"),
  /** Our protocol puts its stamp in front of the message. */
  COMMIT("SELECT pggit.commit_changes(?, ?, ?)", "load", "main", "[benchmark-0123456789] load");

  final String sql;
  final List<String> arguments;

  Load(String sql, String... arguments) {
    this.sql = sql;
    this.arguments = List.of(arguments);
  }
}
