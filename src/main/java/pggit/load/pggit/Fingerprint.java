package pggit.load.pggit;

import java.sql.Connection;
import java.sql.SQLException;

/** Tells one pgGit from another, also where both came from one path. */
public final class Fingerprint {

  private static final String OF = ClassPath.text("pggit/load/pggit/fingerprint.sql");

  private Fingerprint() {}

  /**
   * @param connection to a database with pgGit
   * @return eight hexadecimal digits, the same for what is the same
   */
  public static String of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(OF)) {
      row.next();
      return row.getString(1);
    }
  }
}
