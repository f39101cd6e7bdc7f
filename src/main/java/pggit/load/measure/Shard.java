package pggit.load.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What one of many injectors wrote of a run that they made together.
 *
 * @param injector its index, from 0
 * @param directory where its files stand; each of them may be missing
 * @param clockOffset to be added to its times, so that they are the server's
 */
public record Shard(int injector, Path directory, Duration clockOffset) {
  public Shard {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(clockOffset, "clockOffset");
    if (injector < 0) {
      throw new IllegalArgumentException("injector must be >= 0, was " + injector);
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  Instant corrected(Instant time) {
    return time.plus(clockOffset);
  }
}
