package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Examines a property by its script: in the lab, and without pgGit if a statement failed. */
final class ScriptRun implements Property.Examination {

  private final Script script;

  ScriptRun(Script script) {
    this.script = script;
  }

  @Override
  public Answer examine(Lab lab) throws Exception {
    for (var need : script.needs()) {
      if (!Offer.of(need).by(lab)) {
        return lab.isTrinity() && !script.missing().isEmpty()
            ? Answer.broken(script.missing())
            : Answer.notApplicable();
      }
    }
    List<Told> told = new CopyOnWriteArrayList<>();
    Optional<Failure> stopped = Optional.empty();
    var number = lab.name("");
    try {
      run(lab, Macros.of(lab), lab::endpoint, number, told);
    } catch (ScriptSessions.Inapplicable e) {
      return Answer.notApplicable();
    } catch (SQLException e) {
      var failure = Failure.of(e);
      if (Failure.isOfTheStatement(e)) {
        return Answer.unknown(ScriptSessions.WRONG + failure);
      }
      if (!script.errorsCount()) {
        if (failsWithoutPgGit(lab, number, failure)) {
          return Answer.unknown("a statement of the check fails without pgGit too: " + failure);
        }
        throw e;
      }
      stopped = Optional.of(failure);
    }
    if (told.stream().anyMatch(t -> t.failure().isPresent())) {
      var without = new CopyOnWriteArrayList<Told>();
      withoutPgGit(lab, number, without);
      told.removeIf(t -> t.failure().isPresent() && without.stream().anyMatch(t::failsAs));
    }
    if (stopped.isPresent() && told.isEmpty()) {
      return Answer.unknown("a statement of the check fails without pgGit too: " + stopped.get());
    }
    return answer(told);
  }

  private Answer answer(List<Told> told) {
    Map<String, Findings> findings = new LinkedHashMap<>();
    told.forEach(t -> t.addTo(findings.computeIfAbsent(t.about(), about -> new Findings())));
    if (findings.keySet().stream().allMatch(String::isEmpty)) {
      return findings.getOrDefault("", new Findings()).answer(script.holds(), script.means());
    }
    var verdicts = new ArrayList<Examined>();
    findings.forEach(
        (about, found) ->
            verdicts.addAll(
                found
                    .answer(script.holds(), script.means())
                    .examined(script.name() + (about.isEmpty() ? "" : ": " + about))));
    return new Answer.Several(verdicts);
  }

  /** The same script in a database without pgGit: an error that is there too is nobody's. */
  private boolean failsWithoutPgGit(Lab lab, String number, Failure failure) throws SQLException {
    return withoutPgGit(lab, number, new ArrayList<>())
        .filter(f -> f.state().equals(failure.state()))
        .isPresent();
  }

  /** What it ends with there, if that is an error. */
  private Optional<Failure> withoutPgGit(Lab lab, String number, List<Told> told)
      throws SQLException {
    var database = lab.plain().database();
    try {
      run(lab, Macros.withoutPgGit(), as -> lab.endpoint(as).withDatabase(database), number, told);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(Failure.of(e));
    } catch (CannotTell | ScriptSessions.Inapplicable e) {
      return Optional.empty();
    }
  }

  private void run(Lab lab, Macros macros, ScriptSessions.Ways ways, String number, List<Told> told)
      throws SQLException {
    try (var sessions = new ScriptSessions(lab, macros, ways, script, number, told)) {
      sessions.run();
    }
  }
}
