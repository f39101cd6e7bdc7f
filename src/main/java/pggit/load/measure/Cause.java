package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on, for code that groups verdicts.
 *
 * @param sqlStates of the errors that were seen, none where it is not about errors
 * @param consequenceOf name of the verdict of the same run that this one follows from; null if it
 *     stands by itself
 */
public record Cause(
    SortedSet<String> sqlStates,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String consequenceOf) {
  public Cause {
    sqlStates = Collections.unmodifiableSortedSet(new TreeSet<>(sqlStates));
  }

  /** Errors with these codes. */
  public static Cause errors(Iterable<String> sqlStates) {
    var states = new TreeSet<String>();
    sqlStates.forEach(states::add);
    return new Cause(states, null);
  }

  /** Whether it names neither an error nor a verdict. */
  boolean isEmpty() {
    return sqlStates.isEmpty() && consequenceOf == null;
  }

  /** The same errors as what follows from another verdict. */
  public Cause following(String verdict) {
    return new Cause(sqlStates, verdict);
  }
}
