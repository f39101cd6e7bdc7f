package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pggit.load.measure.Severity;

/** A property as a file: what its header says, and whose turn it is when. */
class ScriptTest {

  private static final String TEXT =
      """
      -- a commit is seen
      -- severity: loss
      -- holds: seen by another session
      -- means: Nobody else sees it,
      --   and nobody is told
      SELECT lab.commit('b', 'm') AS id \\gset
      -- session other as stranger
      SELECT 1;
      -- session user: again
      SELECT 2;
      -- session other
      SELECT 3;
      """;

  @Test
  void readsTheHeaderAndTheTurns() {
    var script = Script.parse("check/x/y.sql", TEXT);

    assertThat(script.name()).isEqualTo("a commit is seen");
    assertThat(script.severity()).contains(Severity.LOSS);
    assertThat(script.says("means")).isEqualTo("Nobody else sees it, and nobody is told");
    assertThat(script.needsCommits()).isTrue();
    assertThat(script.parts())
        .extracting(p -> p.session() + " as " + p.as() + " from " + p.line())
        .containsExactly(
            "user as user from 5",
            "other as stranger from 7",
            "user as user from 9",
            "other as stranger from 11");
  }

  @Test
  void partsKnowWhatTheyAreAboutAndWhenASessionEnds() {
    var script =
        Script.parse(
            "check/x/y.sql",
            """
            -- DDL works
            -- errors: are findings
            -- about views (incomplete)
            CREATE VIEW v AS SELECT 1;
            -- session brief
            SELECT 1;
            \\q
            """);

    assertThat(script.errorsCount()).isTrue();
    assertThat(script.parts())
        .extracting(p -> p.session() + " about " + p.about() + ", ends: " + p.quits())
        .containsExactly("user about views, ends: false", "brief about views, ends: true");
  }

  @Test
  void partsAreDoneBesideOthersOrByManyAtOnce() {
    var script =
        Script.parse(
            "check/x/y.sql",
            """
            -- nobody waits
            -- session one as admin beside
            SELECT 1;
            -- session crowd of 8: at once
            SELECT 2;
            -- session one
            SELECT 3;
            """);

    assertThat(script.parts())
        .extracting(p -> p.session() + (p.beside() ? " beside" : "") + " of " + p.sessions())
        .containsExactly("one beside of 0", "crowd of 8", "one of 0");
  }

  @Test
  void whatIsForEachValueIsDoneForOneAfterTheOther() {
    var script =
        Script.parse(
            "check/x/y.sql",
            """
            -- tables are tables
            SELECT 1;
            -- for each table in tables
            SELECT 2;
            -- session admin
            SELECT 3;
            -- after the last
            SELECT 4;
            -- for each text in 'it''s, so',
            --   'b'
            SELECT 5;
            -- for each i in 9..10
            SELECT 6;
            """);

    assertThat(script.turns(List.of("a", "b")))
        .extracting(t -> t.variable() + " " + t.part().text().strip())
        .containsExactly(
            "{} SELECT 1;",
            "{table=a} SELECT 2;",
            "{table=a} SELECT 3;",
            "{table=b} SELECT 2;",
            "{table=b} SELECT 3;",
            "{} SELECT 4;",
            "{text='it''s, so'} SELECT 5;",
            "{text='b'} SELECT 5;",
            "{i=9} SELECT 6;",
            "{i=10} SELECT 6;");
    assertThat(script.turns(List.of())).hasSize(6);
  }

  @Test
  void takesInWhatStandsInAnotherFile() {
    var script =
        Script.parse(
            "pggit/check/rollback/x.sql", "-- x\n\\set when 'now' \\ir nothing-left.inc\n");

    assertThat(script.parts()).extracting(Script.Part::session).containsExactly("user", "admin");
    assertThat(script.parts().get(1).text()).contains("lab.changes(:'before')");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> Script.of("pggit/check/none.sql")).hasMessageContaining("none.sql");
  }

  /**
   * A database in LATIN1 or SQL_ASCII takes no typographic quotes: its properties would be open.
   */
  @Test
  void scriptsAreAscii() throws IOException {
    assertThat(files("[.]sql|[.]inc"))
        .isNotEmpty()
        .allSatisfy(f -> assertThat(Files.readString(f)).matches("\\p{ASCII}*"));
  }

  @Test
  void everyScriptIsInTheIndexAndTakesInWhatThereIs() throws IOException {
    assertThat(files("/check/[^/]+/[^/]+[.]sql"))
        .allSatisfy(
            f ->
                assertThat(Family.all())
                    .flatExtracting(Family::properties)
                    .extracting(Script::path)
                    .anyMatch(path -> f.endsWith(path)));
    assertThat(files("[.]inc"))
        .allSatisfy(f -> assertThat(takenIn(f.getParent())).contains(f.getFileName().toString()));
  }

  private static List<String> takenIn(Path family) throws IOException {
    try (var files = Files.list(family)) {
      var names = new ArrayList<String>();
      for (var file : files.toList()) {
        Files.readAllLines(file).forEach(line -> names.add(line.replaceFirst(".*\\\\ir ", "")));
      }
      return names;
    }
  }

  private static List<Path> files(String endings) throws IOException {
    try (var files = Files.walk(Path.of("src/main/resources/pggit/check"))) {
      return files.filter(f -> f.toString().matches(".*(" + endings + ")")).toList();
    }
  }
}
