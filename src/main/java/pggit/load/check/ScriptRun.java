package pggit.load.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pggit.load.pggit.PsqlScript;
import pggit.load.server.Endpoint;

/** Examines a property by its script: in the lab, and without pgGit if a statement failed. */
final class ScriptRun implements Property.Examination {

  private static final String WRONG = "a statement of the check does not fit here: ";

  private final Script script;

  ScriptRun(Script script) {
    this.script = script;
  }

  /** Ends an examination that is about something this pgGit does not have. */
  private static final class Inapplicable extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A row that says what is wrong.
   *
   * @param about what of the property it is about, empty for all of it
   * @param failure of the statement that it is about, if it is about one
   */
  private record Told(String about, String text, Optional<Failure> failure, Signs signs) {

    /** Whether the same statement fails with the same SQLSTATE. */
    boolean failsAs(Told other) {
      return text.equals(other.text)
          && failure.map(Failure::state).equals(other.failure.map(Failure::state));
    }

    void addTo(Findings findings) {
      failure.ifPresentOrElse(
          f -> findings.add(text + " fails with " + f, f), () -> findings.add(text, signs));
    }
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
    var told = new ArrayList<Told>();
    Optional<Failure> stopped = Optional.empty();
    var number = lab.name("");
    try {
      run(lab, Macros.of(lab), lab::endpoint, number, told);
    } catch (Inapplicable e) {
      return Answer.notApplicable();
    } catch (SQLException e) {
      var failure = Failure.of(e);
      if (Failure.isOfTheStatement(e)) {
        return Answer.unknown(WRONG + failure);
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
      var without = new ArrayList<Told>();
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

  /** What the first column of a query is called says what its rows mean. */
  private static void take(ResultSet rows, PsqlScript session, String about, List<Told> told)
      throws SQLException {
    var kind = rows.getMetaData().getColumnLabel(1);
    boolean meant = List.of("finding", "failed", "unknown", "inapplicable").contains(kind);
    while (meant && rows.next()) {
      var text = rows.getString(1);
      if (text == null) {
        continue;
      }
      switch (kind) {
        case "finding" -> told.add(new Told(about, text, Optional.empty(), signs(rows)));
        case "failed" -> {
          var last = session.lastError();
          if (last.filter(Failure::isOfTheStatement).isPresent()) {
            throw new CannotTell(WRONG + Failure.of(last.get()));
          }
          told.add(new Told(about, text, last.map(Failure::of), Signs.NONE));
        }
        case "unknown" -> throw new CannotTell(text);
        default -> throw new Inapplicable();
      }
    }
  }

  /** Of a finding in the second column, which may be called symptom. */
  private static Signs signs(ResultSet rows) throws SQLException {
    var columns = rows.getMetaData();
    boolean named = columns.getColumnCount() > 1 && columns.getColumnLabel(2).equals("symptom");
    return Optional.ofNullable(named ? rows.getString(2) : null)
        .map(symptom -> Signs.of(Symptom.valueOf(symptom)))
        .orElse(Signs.NONE);
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
    } catch (CannotTell | Inapplicable e) {
      return Optional.empty();
    }
  }

  private static void set(PsqlScript session, String name, Optional<String> value) {
    value.ifPresent(v -> session.set(name, v));
  }

  /** What a role is reached by. */
  private interface Ways {
    Endpoint of(String role) throws SQLException;
  }

  private void run(Lab lab, Macros macros, Ways ways, String number, List<Told> told)
      throws SQLException {
    Map<String, PsqlScript> sessions = new HashMap<>();
    var current = new PsqlScript[1];
    var about = new String[] {""};
    PsqlScript.Rows rows = result -> take(result, current[0], about[0], told);
    try {
      for (var turn : script.turns(macros.tables())) {
        var part = turn.part();
        var session = sessions.get(part.session());
        if (session == null) {
          var endpoint = ways.of(part.as());
          session =
              sessions.isEmpty()
                  ? PsqlScript.in(endpoint, Connections::open, rows)
                  : sessions.values().iterator().next().beside(endpoint, rows);
          if (sessions.isEmpty()) {
            session.set("n", number); // the others have its variables
            session.set("settings_before", lab.settingsBefore());
            session.set("series", Integer.toString(lab.scale().series()));
            session.set("seconds", Long.toString(lab.scale().limit().toSeconds() / 2));
            set(session, "branches_made", lab.branching().map(Branching::how));
            set(session, "stranger", lab.stranger().map(e -> e.login().user()));
          }
          session.in(
              sql -> {
                lab.refuseIfItStays(sql);
                return macros.expand(sql);
              });
          if (script.errorsCount()) {
            session.watched((sql, e) -> told.add(failed(about[0], sql, e)));
          }
          sessions.put(part.session(), session);
        }
        current[0] = session;
        set(session, "table", turn.table());
        about[0] = part.about();
        session.part(script.path(), "\n".repeat(part.line()) + part.text());
        if (part.quits()) {
          session.close();
          sessions.remove(part.session());
        }
      }
    } finally {
      sessions.values().forEach(PsqlScript::close);
    }
  }

  private static Told failed(String about, String sql, SQLException e) {
    var text = "\"" + Text.shown(sql, 60) + "\"";
    return new Told(about, text, Optional.of(Failure.of(e)), Signs.NONE);
  }
}
