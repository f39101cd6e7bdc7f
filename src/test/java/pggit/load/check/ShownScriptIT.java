package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.pggit.Psql;
import pggit.load.server.PostgresExtension;

/**
 * Scripts show a wrong pgGit to whoever runs them, and nothing on the reference: those of one
 * mutant of each family, and of each shape that scripts have. {@link ShownScripts} tries all.
 */
@Tag("slow")
@Tag("alone")
class ShownScriptIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Logger LOG = LoggerFactory.getLogger(ShownScriptIT.class);
  private static ExaminedPgGits subject;
  private static ExecutorService threads;

  /** By name of the mutant; those that measure come last, when the machine is theirs. */
  private static final Map<String, Future<List<ShownScripts.Shown>>> tried = new LinkedHashMap<>();

  /** Beside one of each family: a loop, another contract, small numbers alike by chance. */
  private static final List<String> MUTANTS =
      List.of(
          "ddl-needs-grants",
          "own-id-blank",
          "id-with-line-end",
          "ids-not-unique",
          "six-digit-ids",
          "dumped-twice",
          "null-branch-is-main",
          "branch-alphabet",
          "author-is-owner",
          "first-commit-fails",
          "log-scans",
          "commit-compares-versions",
          "computes",
          "commit-compares-tables",
          "counter-overwritten",
          "errors-swallowed",
          "not-dumped",
          "lock-per-commit",
          "another-id-stored",
          "cut-at-64k",
          "grants-needed",
          "dropped-with-old-snapshot",
          "highest-plus-one",
          "impostors",
          "connection-left",
          "notifies",
          "counter-row",
          "case-twins",
          "alter-column-only",
          "author-row-locked",
          "immutable",
          "asynchronous",
          "lost-at-once",
          "every-40th-fails");

  @BeforeAll
  static void begin() throws Exception {
    subject = new ExaminedPgGits(postgres.server());
    threads = Executors.newFixedThreadPool(ShownScripts.AT_A_TIME);
    if (Psql.find().isEmpty()) {
      LOG.warn("the scripts of findings are not run by psql: {}", Psql.NONE);
    }
    Set<String> compared = ConcurrentHashMap.newKeySet();
    mutants()
        .forEach(
            m -> tried.put(m.name(), threads.submit(() -> ShownScripts.of(subject, m, compared))));
  }

  @AfterAll
  static void end() {
    threads.shutdownNow();
    subject.close();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void showADefectAndNothingOnTheReference(Mutant mutant) throws Exception {
    assertThat(tried.get(mutant.name()).get())
        .isNotEmpty()
        .allMatch(ShownScripts.Shown::isWell, "shows it");
  }

  @Test
  void oneOfEachFamilyIsTried() {
    assertThat(mutants()).extracting(Mutant::family).containsAll(families());
  }

  private static List<String> families() {
    return Family.all().stream().map(Family::name).toList();
  }

  private static List<Mutant> mutants() {
    return MUTANTS.stream()
        .flatMap(name -> Mutant.all().stream().filter(m -> m.name().equals(name)))
        .toList();
  }
}
