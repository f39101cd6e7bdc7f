package pggit.load.pggit;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What is done with the rows of a statement. */
interface PsqlRows {

  PsqlRows IGNORED = rows -> true;

  /**
   * Whether it could be done.
   *
   * @throws PsqlRefusal if these rows will not do
   */
  boolean use(ResultSet rows) throws SQLException;
}
