package pggit.load.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pggit.load.pggit.OnError;
import pggit.load.pggit.PgGitSource;
import pggit.load.server.EmbeddedServer;

/** Whom the gate accuses of what is known to be slower, on a real server. */
@Tag("slow")
@Tag("alone")
class BlamingIT {
  /** Times count from a quarter of it: those that differ by half, whatever the machine does. */
  private static final Limits LIMITS = new Limits(2, 2, 0.02);

  private static final List<String> ALL = Metric.SIDE_BY_SIDE.stream().map(Metric::name).toList();

  private static EmbeddedServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = EmbeddedServer.start(Duel.server(4));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void nothingIsAccusedWhereNothingChanged() throws IOException {
    List<Blame> blames = blames("", "", ALL);

    assertThat(blames).extracting(Blame::operation).containsExactly("commits", "DDL");
    assertThat(blames).allSatisfy(blame -> assertThat(blame.unread()).isEmpty());
    assertThat(blames).allSatisfy(blame -> assertThat(blame.suspects()).isEmpty());
    assertThat(blames.get(0).unexplained())
        .hasSize(8)
        .contains("WAL per commit", Metric.CPU.name())
        .as("goes with the CPU time of all commits")
        .doesNotContain(Metric.FIRST.name());
  }

  @Test
  void anIndexIsTheInsertsThatHasToFillIt() throws IOException {
    Blame.Suspect insert =
        suspect(
            blames(
                "",
                "CREATE INDEX more ON pggit.recorded_commits (name, message);",
                List.of("WAL per commit", "WAL records per commit", "pages per commit")));

    assertThat(insert.statement().orElseThrow()).startsWith("INSERT INTO pggit.recorded_commits");
    assertThat(insert.metrics())
        .containsExactly("pages per commit", "WAL per commit", "WAL records per commit");
    assertThat(insert.candidate().orElseThrow().walRecords())
        .isEqualTo(insert.baseline().orElseThrow().walRecords() + 1);
    assertThat(insert.candidate().orElseThrow().walBytes())
        .isGreaterThan(insert.baseline().orElseThrow().walBytes() + 30);
  }

  @Test
  void oneStatementMoreIsNew() throws IOException {
    Blame.Suspect more =
        suspect(
            blames(
                "PERFORM pg_catalog.pg_logical_emit_message(true, 'gate', 'more');",
                "",
                List.of("WAL records per commit", "statements per commit")));

    assertThat(more.statement().orElseThrow()).contains("pg_logical_emit_message");
    assertThat(more.baseline()).isEmpty();
    assertThat(more.candidate().orElseThrow().calls()).isEqualTo(1);
    assertThat(more.metrics()).hasSize(2);
  }

  @Test
  void aLoopIsTheFunctionsOwn() throws IOException {
    List<String> worse = List.of(Metric.CPU.name(), Metric.FIRST.name());
    List<Blame> blames = blames("FOR turn IN 1..400000 LOOP END LOOP;", "", worse);
    Blame.Suspect itself = suspect(blames);

    assertThat(blames.get(0).unexplained())
        .as("a session's first commits are slower for the same reason")
        .isEmpty();
    assertThat(itself.statement()).isEmpty();
    assertThat(itself.candidate().orElseThrow().micros())
        .isGreaterThan(2 * itself.baseline().orElseThrow().micros());
  }

  /** As it would be with a trigger that is deferred, of which a statement sent has nothing. */
  @Test
  void whatIsDeferredToTheEndOfTheTransactionIsAStatementToo() throws IOException {
    Blame.Suspect deferred =
        suspect(
            blames(
                "",
                """
                CREATE TABLE pggit.more (note text);
                CREATE FUNCTION pggit.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN INSERT INTO pggit.more VALUES ('more'); RETURN NULL; END $$;
                CREATE CONSTRAINT TRIGGER note AFTER INSERT ON pggit.recorded_commits
                  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pggit.note();
                """,
                List.of("WAL records per commit")));

    assertThat(deferred.statement().orElseThrow()).startsWith("INSERT INTO pggit.more");
    assertThat(deferred.baseline()).isEmpty();
  }

  @Test
  void aStatementThatReadsOtherwiseIsNotTheOneThatCostsMore() throws IOException {
    Path other = extension("CREATE INDEX more ON pggit.recorded_commits (name, message);", "");
    Path script = other.resolve("pggit--1.0.sql");
    String text = Files.readString(script);
    String reworded =
        text.replace(
            "SELECT i.era INTO STRICT this_era FROM pggit.installation i WHERE i.only_row;",
            "SELECT j.era INTO STRICT this_era FROM pggit.installation j WHERE j.only_row;");
    assertThat(reworded).isNotEqualTo(text);
    Files.writeString(script, reworded);

    Blame.Suspect insert = suspect(blames(other, List.of("pages per commit")));

    assertThat(insert.statement().orElseThrow()).startsWith("INSERT INTO pggit.recorded_commits");
  }

  @Test
  void ddlHasItsOwn() throws IOException {
    List<Blame> blames =
        blames(
            "",
            "CREATE INDEX more ON pggit.table_versions (repeat(md5(version_id::text), 15));",
            List.of("WAL per DDL"));

    assertThat(blames).singleElement().extracting(Blame::operation).isEqualTo("DDL");
    assertThat(blames.get(0).suspects())
        .extracting(one -> one.statement().orElseThrow().replaceFirst(" ?\\(.*", ""))
        .containsExactly( // one for tables dropped, one for the others, and what runs both
            "INSERT INTO pggit.table_versions",
            "INSERT INTO pggit.table_versions",
            "SELECT pggit.record_version");
  }

  @Test
  void whereNothingIsCountedNobodyIsAccusedAndItIsSaid() throws IOException {
    List<Blame> blames =
        blames("", "CREATE SCHEMA pggit_gate_statements;", List.of("WAL per commit"));

    assertThat(blames)
        .containsExactly(new Blame("commits", Optional.of("candidate"), List.of(), List.of()));
  }

  private static Blame.Suspect suspect(List<Blame> blames) {
    assertThat(blames).hasSize(1);
    assertThat(blames.get(0).suspects()).as("%s", blames).hasSize(1);
    assertThat(blames.get(0).unexplained()).isEmpty();
    return blames.get(0).suspects().get(0);
  }

  private List<Blame> blames(String insideCommit, String atEnd, List<String> worse)
      throws IOException {
    return blames(extension(atEnd, insideCommit), worse);
  }

  private Path extension(String atEnd, String insideCommit) throws IOException {
    Path extension = Files.createTempDirectory(directory, "candidate");
    Variant.changed("one thing more", insideCommit, atEnd).write(extension, 0);
    return extension;
  }

  private static List<Blame> blames(Path candidate, List<String> worse) {
    DuelPlan plan =
        new DuelPlan(LIMITS, Duration.ofSeconds(90), Duration.ofSeconds(30), 1, 42, OnError.STOP);
    try (var before = new Contender(server, "baseline", PgGitSource.reference(), plan);
        var after = new Contender(server, "candidate", PgGitSource.of(List.of(candidate)), plan)) {
      List<Contender> sides = List.of(before, after);
      sides.forEach(Contender::refresh);
      for (int i = 0; i < 20; i++) { // plans are made, pages filled
        sides.forEach(side -> side.solo().commit());
      }
      return Blaming.of(sides, worse, LIMITS);
    }
  }
}
