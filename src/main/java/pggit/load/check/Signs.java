package pggit.load.check;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import pggit.load.measure.Cause;

/**
 * What was seen where a property does not hold, for code; the evidence says the same to people.
 *
 * @param failures errors that count against the property
 */
record Signs(Set<Symptom> symptoms, Set<Failure> failures) {

  static final Signs NONE = new Signs(Set.of(), Set.of());

  Signs {
    symptoms = Set.copyOf(symptoms);
    failures = Set.copyOf(failures);
  }

  static Signs of(Symptom... symptoms) {
    return new Signs(Set.of(symptoms), Set.of());
  }

  /** Of the finding in a row, whose second column may be called symptom. */
  static Signs of(ResultSet row) throws SQLException {
    var columns = row.getMetaData();
    boolean named = columns.getColumnCount() > 1 && columns.getColumnLabel(2).equals("symptom");
    var symptom = named ? row.getString(2) : null;
    return symptom == null ? NONE : of(Symptom.valueOf(symptom));
  }

  Signs and(Failure failure) {
    return and(new Signs(failure.isTimeout() ? Set.of(Symptom.LATE) : Set.of(), Set.of(failure)));
  }

  Signs and(Signs other) {
    var allSymptoms = new LinkedHashSet<>(symptoms);
    allSymptoms.addAll(other.symptoms);
    var allFailures = new LinkedHashSet<>(failures);
    allFailures.addAll(other.failures);
    return new Signs(allSymptoms, allFailures);
  }

  boolean show(Symptom symptom) {
    return symptoms.contains(symptom);
  }

  /** Whether one of the errors is of the same kind. */
  boolean show(Failure failure) {
    return failures.stream().anyMatch(f -> f.kind().equals(failure.kind()));
  }

  /** Whether an error of both is of one kind. */
  boolean share(Signs other) {
    return failures.stream().anyMatch(other::show);
  }

  Set<Cause.Kind> kinds() {
    return failures.stream().map(Failure::kind).collect(toUnmodifiableSet());
  }
}
