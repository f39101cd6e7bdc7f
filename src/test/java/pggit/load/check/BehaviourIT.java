package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import pggit.load.measure.Outcome;
import pggit.load.measure.Severity;
import pggit.load.measure.Verdict;
import pggit.load.server.PostgresExtension;

/**
 * Every property can fail: for each there is a pgGit that is wrong in just this respect. One of
 * each family is asked everything of that family, the others what they are wrong in; where one
 * measurement serves several properties, all are. The reference extension fails none.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class BehaviourIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static ExaminedPgGits subject;
  private static ExecutorService threads;

  /**
   * Several mutants at a time, each in databases of its own, and meanwhile whole pgGits; those that
   * measure come last, when the machine is theirs.
   */
  private static final Map<String, Future<List<Verdict>>> mutants = new LinkedHashMap<>();

  @BeforeAll
  static void begin() throws SQLException {
    subject = new ExaminedPgGits(postgres.server());
    threads = Executors.newFixedThreadPool(3);
    var asked = new HashSet<String>();
    all()
        .sorted((a, b) -> Boolean.compare(family(a).alone(), family(b).alone()))
        .forEach(
            m -> {
              boolean grows = family(m).severity() == Severity.LOAD;
              boolean whole = asked.add(m.family()) | grows | family(m).alone();
              mutants.put(
                  m.name(), threads.submit(() -> subject.mutant(m, whole, (file, text) -> {})));
            });
  }

  @AfterAll
  static void end() {
    threads.shutdownNow();
    subject.close();
  }

  @Test
  void referenceExtensionHoldsEverything() throws SQLException {
    var verdicts = subject.reference((file, text) -> {});

    assertThat(verdicts).hasSizeGreaterThan(100);
    assertThat(verdicts).allMatch(v -> v.outcome() == Outcome.PASS);
  }

  @ParameterizedTest
  @MethodSource("all")
  @Order(Integer.MAX_VALUE) // waits for them
  void namesWhatIsWrong(Mutant mutant) throws Exception {
    var verdicts = mutants.get(mutant.name()).get();

    assertThat(verdicts.stream().filter(v -> v.outcome() == Outcome.FAIL))
        .as("%s", verdicts.stream().filter(v -> v.outcome() == Outcome.FAIL).toList())
        .extracting(Verdict::name)
        .containsExactlyInAnyOrderElementsOf(mutant.red());
    assertThat(verdicts.stream().filter(v -> v.outcome() == Outcome.UNDECIDED))
        .extracting(Verdict::name)
        .containsAll(mutant.told());
  }

  @Test
  void everyPropertyHasAMutant() {
    var red = all().flatMap(m -> Stream.concat(m.red().stream(), m.told().stream())).toList();

    assertThat(Family.all().stream().flatMap(f -> f.properties().stream()))
        .extracting(Script::name)
        .filteredOn(name -> red.stream().noneMatch(r -> r.startsWith(name)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pggit/locked-heads.sql", "/pggit/append-only"})
  void findsNothingInCorrectPgGitsOfOtherMaking(String source) throws SQLException {
    var verdicts = subject.script(source);

    assertThat(verdicts).hasSizeGreaterThan(100);
    assertThat(verdicts).noneMatch(v -> v.outcome() == Outcome.FAIL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pggit/branch-first.sql", "/pggit/create-commit.sql"})
  void getsAlongWithOtherContracts(String script) throws SQLException {
    var verdicts = subject.script(script);

    assertThat(verdicts).hasSizeGreaterThan(50);
    assertThat(verdicts)
        .filteredOn(v -> v.name().matches("a first commit on a new branch|ordinary branch names.*"))
        .extracting(Verdict::outcome)
        .containsExactly(Outcome.PASS, Outcome.PASS);
    assertThat(verdicts).noneMatch(v -> v.evidence().contains("the check itself failed"));
  }

  static Stream<Mutant> all() {
    return Mutant.all().stream();
  }

  private static Family family(Mutant mutant) {
    return Family.all().stream()
        .filter(f -> f.name().equals(mutant.family()))
        .findFirst()
        .orElseThrow();
  }
}
