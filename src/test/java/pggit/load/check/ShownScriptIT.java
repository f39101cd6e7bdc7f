package pggit.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pggit.load.measure.Outcome;
import pggit.load.pggit.Psql;
import pggit.load.server.PostgresExtension;

/**
 * Scripts of each kind show a wrong pgGit to whoever runs them, and nothing on the reference.
 * {@link BehaviourIT} does the same with those of all mutants.
 */
class ShownScriptIT {

  @RegisterExtension static final PostgresExtension postgres = new PostgresExtension();

  private static final Logger LOG = LoggerFactory.getLogger(ShownScriptIT.class);
  private static ExaminedPgGits subject;

  @BeforeAll
  static void begin() throws Exception {
    subject = new ExaminedPgGits(postgres.server());
    if (Psql.find().isEmpty()) {
      LOG.warn("the scripts of findings are not run by psql: {}", Psql.NONE);
    }
  }

  @AfterAll
  static void end() {
    subject.close();
  }

  /** One session, several, at once, beside one another, in a loop, of a role without rights. */
  @ParameterizedTest
  @CsvSource({
    "id-with-line-end, ids-plain.sql",
    "ids-not-unique, ids-unique.sql",
    "first-commit-fails, commits-first.sql",
    "lost-at-once, at-once-one-branch.sh",
    "author-row-locked, waiting-other-branches.sh",
    "six-digit-ids, ids-large-numbers.sql",
    "grants-needed, privileges-stranger.sh",
  })
  void showsADefectAndNothingOnTheReference(String name, String file) throws Exception {
    var mutant = Mutant.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    Map<String, String> scripts = new HashMap<>();
    var verdicts = subject.mutant(mutant, false, scripts::put);

    assertThat(verdicts)
        .filteredOn(v -> v.outcome() == Outcome.FAIL)
        .allMatch(v -> scripts.containsKey(v.script()), "has a script");
    var script = new ShownScript("scripts/" + file, scripts.get("scripts/" + file));
    var states = ShownScript.states(verdicts, script.file());
    try (var wrong = subject.made(mutant);
        var right = subject.made()) {
      assertThat(subject.byDriver(script, wrong)).matches(s -> s.shows(states, script));
      assertThat(subject.byDriver(script, right)).matches(s -> s.showsNothing(script));
    }
    assumeTrue(Psql.find().isPresent(), Psql.NONE);
    try (var wrong = subject.made(mutant);
        var right = subject.made()) {
      assertThat(subject.byPsql(script, wrong)).matches(s -> s.shows(states, script));
      assertThat(subject.byPsql(script, right)).matches(s -> s.showsNothing(script));
    }
  }
}
