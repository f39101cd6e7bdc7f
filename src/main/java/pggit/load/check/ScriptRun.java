package pggit.load.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import pggit.load.server.Endpoint;

/** Examines a property by its script: in the lab, and without pgGit if a statement failed. */
final class ScriptRun {

  private final Script script;
  private final Lab lab;
  private final String number;

  private ScriptRun(Script script, Lab lab) {
    this.script = script;
    this.lab = lab;
    this.number = lab.number();
  }

  /**
   * @throws SQLException that was not expected
   * @throws CannotTell if there is no answer
   */
  static List<Examined> examine(Script script, Lab lab) throws SQLException {
    if (script.needs().stream().allMatch(lab::offers)) {
      return new ScriptRun(script, lab).examine();
    }
    var missing = script.says("missing");
    return lab.isTrinity() && !missing.isEmpty()
        ? List.of(Examined.broken(script.name(), missing, Signs.NONE))
        : List.of();
  }

  private List<Examined> examine() throws SQLException {
    List<Told> told = new CopyOnWriteArrayList<>();
    Optional<SQLException> stopped;
    try {
      stopped = run(Macros.of(lab), lab::endpoint, told);
    } catch (ScriptSessions.Inapplicable e) {
      return List.of();
    }
    if (stopped.filter(Failure::isOfTheStatement).isPresent()) {
      return unknown(ScriptSessions.WRONG + Failure.of(stopped.get()));
    }
    if (stopped.isPresent() || told.stream().anyMatch(t -> t.failure().isPresent())) {
      List<Told> without = new CopyOnWriteArrayList<>();
      Optional<String> stoppedToo;
      try {
        stoppedToo = withoutPgGit(without).map(Failure::of).map(Failure::state);
      } catch (CannotTell e) {
        boolean onlyErrors = told.stream().allMatch(t -> t.failure().isPresent());
        if (stopped.isPresent() || onlyErrors) {
          throw e;
        }
        told.removeIf(t -> t.failure().isPresent());
        return examined(told);
      }
      told.removeIf(t -> t.failure().isPresent() && without.stream().anyMatch(t::failsAs));
      if (stopped.isPresent()) {
        var failure = Failure.of(stopped.get());
        boolean excused =
            script.errorsCount()
                ? told.isEmpty()
                : stoppedToo.filter(failure.state()::equals).isPresent();
        if (excused) {
          return unknown("a statement of the check fails without pgGit too: " + failure);
        }
        if (!script.errorsCount()) {
          throw stopped.get();
        }
      }
    }
    return examined(told);
  }

  private List<Examined> unknown(String reason) {
    return List.of(Examined.unknown(script.name(), reason));
  }

  private List<Examined> examined(List<Told> all) {
    Map<String, List<Told>> told =
        all.stream().collect(groupingBy(Told::about, LinkedHashMap::new, toList()));
    if (told.keySet().stream().allMatch(String::isEmpty)) {
      return List.of(examined("", all));
    }
    return told.entrySet().stream()
        .map(
            part -> {
              var one = examined(part.getKey(), part.getValue());
              return script.severity(part.getKey()).map(one::weighed).orElse(one);
            })
        .toList();
  }

  private Examined examined(String about, List<Told> told) {
    return Examined.told(
        script.name(),
        script.name() + (about.isEmpty() ? "" : ": " + about),
        told,
        script.says("holds"),
        script.says("means"));
  }

  /**
   * The same script in a database without pgGit: an error that is there too is nobody's. Where
   * there can be none, no error accuses anybody.
   *
   * @return the error that it ends with there, if one does
   */
  private Optional<SQLException> withoutPgGit(List<Told> told) {
    var database = lab.plain();
    try {
      return run(Macros.withoutPgGit(), as -> lab.endpoint(as).withDatabase(database), told);
    } catch (CannotTell.OfScript | ScriptSessions.Inapplicable e) {
      return Optional.empty();
    }
  }

  private Optional<SQLException> run(
      Macros macros, Function<String, Endpoint> ways, List<Told> told) {
    try (var sessions = new ScriptSessions(lab, macros, ways, script, number, told)) {
      sessions.run();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e);
    }
  }
}
