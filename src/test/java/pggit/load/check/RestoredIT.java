package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.measure.Outcome;
import pggit.load.measure.Verdict;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.PostgresExtension;

/** Backups of extensions whose name is not pgGit's: the server has the files of each. */
@Tag("alone")
class RestoredIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  /** JSON has one null where jsonb and SQL have two. */
  @Test
  @Timeout(60)
  void restoresAnyValues(@TempDir Path directory) throws Exception {
    var source =
        extension(
            directory,
            "mygit",
            "CREATE TABLE pggit.recorded_commits (",
            " extra jsonb NOT NULL DEFAULT 'null',");

    assertThat(restored(source).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  @Timeout(60)
  void accusesOneThatTellsNoVersionAfterARestore(@TempDir Path directory) throws Exception {
    var source =
        extension(
            directory,
            "yourgit",
            "  wanted_table text;\nBEGIN\n",
            "IF (SELECT restored FROM pggit.installation) THEN RAISE EXCEPTION 'none'; END IF;\n");

    assertThat(restored(source).evidence())
        .startsWith("after the restore get_version fails with P0001 none");
  }

  private static Verdict restored(PgGitSource source) throws Exception {
    var script = Script.of(Script.ROOT + "backup/restored.sql");
    var examined = new ArrayList<Examined>();
    LabIT.inLab(
        postgres.server(),
        source,
        postgres.server().admin().login(),
        "",
        lab -> examined.addAll(ScriptRun.examine(script, lab)));
    return examined.get(0).verdict();
  }

  /** The reference extension by another name, with something behind a line of its script. */
  private static PgGitSource extension(Path directory, String name, String line, String more)
      throws IOException {
    var reference = Path.of("src/main/resources/pggit");
    var sql = Files.readString(reference.resolve("pggit--1.0.sql"));
    assertThat(sql).containsOnlyOnce(line);
    Files.writeString(directory.resolve(name + "--1.0.sql"), sql.replace(line, line + more));
    Files.copy(reference.resolve("pggit.control"), directory.resolve(name + ".control"));
    return PgGitSource.of(List.of(directory));
  }
}
