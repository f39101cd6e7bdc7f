package pggit.load.check;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A version that is given in numbers and in text is the same in both. */
final class VersionNumbers {

  private VersionNumbers() {}

  static Answer agree(Lab lab) throws SQLException {
    if (!Versions.claimed(lab)) {
      return Answer.notApplicable();
    }
    var session = lab.user();
    var table = lab.name("agree_");
    var findings = new Findings();
    for (var step :
        List.of(
            "CREATE TABLE %s (a int, b int)",
            "ALTER TABLE %s ADD c int",
            "ALTER TABLE %s ALTER c SET DEFAULT 1",
            "ALTER TABLE %s DROP b")) {
      session.run(step.formatted(table));
      try (var statement =
          session.connection().prepareStatement(lab.contract().versionSql().orElseThrow())) {
        lab.contract().bindVersion(statement, "public", table);
        try (var row = statement.executeQuery()) {
          if (!hasParts(row.getMetaData()) || !row.next()) {
            return Answer.notApplicable(); // no version at all is for others to say
          }
          var parts =
              row.getString("major") + "." + row.getString("minor") + "." + row.getString("patch");
          var text = row.getString("full_version");
          findings.addUnless(
              parts.equals(text),
              "get_version says “%s” in numbers and “%s” in text".formatted(parts, text));
        }
      }
    }
    return findings.answer(
        "major, minor and patch are those of full_version",
        "Two readers of one version see different ones");
  }

  private static boolean hasParts(ResultSetMetaData columns) throws SQLException {
    var names = new ArrayList<String>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnLabel(i));
    }
    return names.containsAll(List.of("major", "minor", "patch", "full_version"));
  }
}
