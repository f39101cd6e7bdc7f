package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on, for code that groups verdicts.
 *
 * @param errors that were seen, none where it is not about errors
 * @param consequenceOf name of the verdict of the same run that this one follows from; null if it
 *     stands by itself
 */
public record Cause(
    SortedSet<Kind> errors,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String consequenceOf) {

  /**
   * A kind of error: two of one kind differ at most in numbers and in names of what is no object of
   * the database.
   *
   * @param message without them; empty if it is not known
   */
  public record Kind(String sqlState, String message) implements Comparable<Kind> {
    private static final Comparator<Kind> ORDER =
        Comparator.comparing(Kind::sqlState).thenComparing(Kind::message);

    private static final Pattern PARTICULAR =
        Pattern.compile(
            "(?<!(?:column|constraint|function|index|relation|schema|sequence|table|type|view) )\"[^\"]*\""
                + "|'[^']*'|(?<![A-Za-z])[0-9]+");

    /**
     * Of an error.
     *
     * @param told its primary message; the SQLSTATE may stand at its head
     */
    public static Kind of(String sqlState, String told) {
      var message = told.startsWith(sqlState) ? told.substring(sqlState.length()) : told;
      return new Kind(sqlState, PARTICULAR.matcher(message.strip()).replaceAll("?"));
    }

    @Override
    public int compareTo(Kind other) {
      return ORDER.compare(this, other);
    }
  }

  public Cause {
    errors = Collections.unmodifiableSortedSet(new TreeSet<>(errors));
  }

  /** Errors of these kinds. */
  public static Cause errors(Collection<Kind> kinds) {
    return new Cause(new TreeSet<>(kinds), null);
  }

  /** Whether it names neither an error nor a verdict. */
  boolean isEmpty() {
    return errors.isEmpty() && consequenceOf == null;
  }

  /** The same errors as what follows from another verdict. */
  public Cause following(String verdict) {
    return new Cause(errors, verdict);
  }
}
