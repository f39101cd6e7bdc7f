package pggit.load.check;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pggit.load.measure.Extent.Often;

/**
 * What became of sessions that did the same at the same instant, of all crowds of a property
 * together: a crowd in which none failed counts as well, or it would seem to happen more often.
 */
final class Crowds {

  /** By SQLSTATE. */
  private final Map<String, List<Failure>> failures = new LinkedHashMap<>();

  private long sessions;

  /**
   * @param count how many sessions a crowd had
   * @param errors of those that failed, one each
   */
  void add(int count, Collection<SQLException> errors) {
    sessions += count;
    errors.stream()
        .map(Failure::of)
        .forEach(f -> failures.computeIfAbsent(f.state(), s -> new ArrayList<>()).add(f));
  }

  /** One for each SQLSTATE that sessions failed with. */
  List<Told> told(String about) {
    return failures.values().stream()
        .map(
            alike ->
                new Told(
                    about,
                    "what many sessions do at once",
                    Optional.of(new Often(alike.size(), sessions, false)),
                    Optional.of(alike.get(0)),
                    Signs.NONE))
        .toList();
  }
}
