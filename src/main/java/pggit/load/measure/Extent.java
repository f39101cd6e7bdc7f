package pggit.load.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often, from which size on and why a verdict's statement does not hold; null what is not
 * known.
 *
 * @param often how many of those that were tried
 * @param since the smallest size at which it was seen, or for what costs more the one from which on
 *     it was
 * @param waits the wait event that users were found at most often: {@code "Lock:transactionid"}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Extent(@Nullable Often often, @Nullable Onset since, @Nullable String waits) {

  /** Nothing is known. */
  static final Extent UNKNOWN = new Extent(null, null, null);

  /**
   * So many of so many.
   *
   * @param count 0 to {@code of}
   * @param byChance whether the next as many may give another count: it was some and not all of
   *     what several users did at the same time
   */
  public record Often(long count, long of, boolean byChance) {
    public Often {
      if (count < 0 || count > of) {
        throw new IllegalArgumentException("%d of %d".formatted(count, of));
      }
    }
  }

  /**
   * A size of what the load makes.
   *
   * @param unit {@code "users"}, {@code "tables"}, {@code "commits"}
   */
  public record Onset(double size, String unit) {
    public Onset {
      Objects.requireNonNull(unit, "unit");
      if (!(size >= 0 && size < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("size must be finite and >= 0, was " + size);
      }
    }
  }
}
