package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import pggit.load.server.Endpoint;

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
        return lab.isTrinity() && !script.says("missing").isEmpty()
            ? Answer.broken(script.says("missing"))
            : Answer.notApplicable();
      }
    }
    List<Told> told = new CopyOnWriteArrayList<>();
    var number = lab.name("");
    Optional<SQLException> stopped;
    try {
      stopped = run(lab, Macros.of(lab), lab::endpoint, number, told);
    } catch (ScriptSessions.Inapplicable e) {
      return Answer.notApplicable();
    }
    if (stopped.filter(Failure::isOfTheStatement).isPresent()) {
      return Answer.unknown(ScriptSessions.WRONG + Failure.of(stopped.get()));
    }
    if (stopped.isPresent() || told.stream().anyMatch(t -> t.failure().isPresent())) {
      List<Told> without = new CopyOnWriteArrayList<>();
      Optional<String> stoppedToo;
      try {
        stoppedToo = withoutPgGit(lab, number, without).map(Failure::of).map(Failure::state);
      } catch (CannotTell e) {
        boolean onlyErrors = told.stream().allMatch(t -> t.failure().isPresent());
        if (stopped.isPresent() || onlyErrors) {
          throw e;
        }
        told.removeIf(t -> t.failure().isPresent());
        return answer(told);
      }
      told.removeIf(t -> t.failure().isPresent() && without.stream().anyMatch(t::failsAs));
      if (stopped.isPresent()) {
        var failure = Failure.of(stopped.get());
        boolean excused =
            script.errorsCount()
                ? told.isEmpty()
                : stoppedToo.filter(failure.state()::equals).isPresent();
        if (excused) {
          return Answer.unknown("a statement of the check fails without pgGit too: " + failure);
        }
        if (!script.errorsCount()) {
          throw stopped.get();
        }
      }
    }
    return answer(told);
  }

  private Answer answer(List<Told> told) {
    Map<String, Findings> findings = new LinkedHashMap<>();
    told.forEach(t -> t.addTo(findings.computeIfAbsent(t.about(), about -> new Findings())));
    if (findings.keySet().stream().allMatch(String::isEmpty)) {
      return findings
          .getOrDefault("", new Findings())
          .answer(script.says("holds"), script.says("means"));
    }
    var verdicts = new ArrayList<Examined>();
    findings.forEach(
        (about, found) ->
            verdicts.addAll(
                found
                    .answer(script.says("holds"), script.says("means"))
                    .examined(script.name() + (about.isEmpty() ? "" : ": " + about))
                    .stream()
                    .map(one -> script.severity(about).map(one::weighed).orElse(one))
                    .toList()));
    return new Answer.Several(verdicts);
  }

  /**
   * The same script in a database without pgGit: an error that is there too is nobody's. Where
   * there can be none, no error accuses anybody.
   *
   * @return the error that it ends with there, if one does
   */
  private Optional<SQLException> withoutPgGit(Lab lab, String number, List<Told> told) {
    String database;
    try {
      database = lab.plain().database();
    } catch (SQLException e) {
      throw new CannotTell("no control without pgGit: " + Failure.of(e));
    }
    try {
      return run(
          lab, Macros.withoutPgGit(), as -> lab.endpoint(as).withDatabase(database), number, told);
    } catch (CannotTell.OfScript | ScriptSessions.Inapplicable e) {
      return Optional.empty();
    }
  }

  private Optional<SQLException> run(
      Lab lab, Macros macros, Function<String, Endpoint> ways, String number, List<Told> told) {
    try (var sessions = new ScriptSessions(lab, macros, ways, script, number, told)) {
      sessions.run();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
    }
  }
}
