package pggit.load.simulations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The reference extension with something appended that makes it wrong. */
final class PatchedReference {

  private static final String BEFORE_COMMIT =
      """

      ALTER FUNCTION pggit.commit_changes(text, text, text) RENAME TO commit_truly;
      CREATE FUNCTION pggit.commit_changes(commit_name text, branch_name text, message text)
      RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pggit, pg_catalog AS $$
      BEGIN
        %s;
        RETURN pggit.commit_truly(commit_name, branch_name, message);
      END $$;
      """;

  private PatchedReference() {}

  /**
   * Writes the extension's files.
   *
   * @param directory has no {@code source} in it yet
   * @param patch SQL, run as the end of the extension's script
   * @return what {@code pggit.source} is set to
   */
  static String in(Path directory, String patch) throws IOException {
    var source = Files.createDirectory(directory.resolve("source"));
    for (var file : new String[] {"pggit.control", "pggit--1.0.sql"}) {
      try (var content = PatchedReference.class.getResourceAsStream("/pggit/" + file)) {
        Files.copy(content, source.resolve(file));
      }
    }
    Files.writeString(source.resolve("pggit--1.0.sql"), patch, StandardOpenOption.APPEND);
    return source.toString();
  }

  /** A patch that has each commit do something first, in a block of PL/pgSQL. */
  static String beforeCommit(String statement) {
    return BEFORE_COMMIT.formatted(statement);
  }
}
