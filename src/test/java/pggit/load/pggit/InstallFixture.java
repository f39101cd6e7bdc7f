package pggit.load.pggit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.server.PostgresExtension;
import pggit.load.server.SetupException;

/** Writes sources of pgGit into a directory and installs them. */
abstract class InstallFixture {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  @TempDir Path directory;
  String extension;

  @BeforeEach
  void nameTheExtension() {
    // Tests share a server, and so its directory of extensions.
    extension = "t" + postgres.database().database().substring("pggit_load_".length());
  }

  InstallReport install(OnError onError, Path... paths) {
    return PgGitSource.of(List.of(paths)).install(postgres.server(), postgres.database(), onError);
  }

  AbstractThrowableAssert<?, ?> stops(OnError onError, String... messages) {
    return assertThatThrownBy(() -> install(onError, directory))
        .isInstanceOf(SetupException.class)
        .hasMessageContainingAll(messages);
  }

  void control(String text) {
    write(extension + ".control", text);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void run(String sql) throws Exception {
    try (Connection connection = postgres.database().connect()) {
      Commits.run(connection, sql);
    }
  }

  static String text(String sql) throws Exception {
    try (Connection connection = postgres.database().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
