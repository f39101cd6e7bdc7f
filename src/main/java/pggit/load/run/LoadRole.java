package pggit.load.run;

import java.sql.SQLException;
import java.util.UUID;
import pggit.load.server.Endpoint;
import pggit.load.server.Login;
import pggit.load.server.Secret;

/**
 * The role of the virtual users on an embedded server: no superuser, so that the reserved
 * connections stay the harness's own, and because nobody's application is one.
 */
final class LoadRole {

  private static final String NAME = "pggit_load";

  private static final String GRANT =
      """
      DO $$
      DECLARE
        here name;
        what text;
      BEGIN
        EXECUTE format('GRANT ALL ON DATABASE %%I TO %1$s', current_database());
        FOR here IN SELECT nspname FROM pg_namespace
                   WHERE nspname NOT LIKE 'pg\\_%%' AND nspname <> 'information_schema' LOOP
          EXECUTE format('GRANT ALL ON SCHEMA %%I TO %1$s', here);
          FOREACH what IN ARRAY ARRAY['TABLES', 'SEQUENCES', 'ROUTINES'] LOOP
            EXECUTE format('GRANT ALL ON ALL %%s IN SCHEMA %%I TO %1$s', what, here);
          END LOOP;
        END LOOP;
      END $$"""
          .formatted(NAME);

  private LoadRole() {}

  /** Creates the role with all privileges on the database and on every schema in it. */
  static Endpoint create(Endpoint database) throws SQLException {
    var password = UUID.randomUUID().toString();
    database.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
    database.execute(GRANT);
    return database.withLogin(new Login(NAME, Secret.of(password)));
  }
}
