package pggit.load.shard;

import java.util.Optional;
import pggit.load.server.SetupException;
import pggit.load.settings.Settings;

/**
 * What one of several injectors does of a load. The shares of all of them add up to the whole, and
 * no two of them count the same number.
 *
 * @param injectors how many make the load, 1 or more
 * @param index which of them this is, from 0
 */
public record Share(int injectors, int index) {

  /** All of it. */
  public static final Share WHOLE = new Share(1, 0);

  public Share {
    if (injectors < 1 || index < 0 || index >= injectors) {
      throw new IllegalArgumentException("no injector " + index + " of " + injectors);
    }
  }

  /**
   * As the settings have it.
   *
   * @param deployment what Gatling Enterprise says, where it has several load generators
   * @throws SetupException if they do not say which one this is, or one that there is not
   */
  public static Share of(Settings settings, Optional<Share> deployment) {
    int injectors = settings.injectors();
    if (injectors == 1 && settings.injector().isEmpty()) {
      return deployment.orElse(WHOLE);
    }
    if (deployment.isPresent() && deployment.get().injectors != injectors) {
      throw new SetupException(
          "pggit.injectors = %d, and Gatling Enterprise runs %d load generators: leave it out there"
              .formatted(injectors, deployment.get().injectors));
    }
    var given = settings.injector().map(Integer::valueOf).or(() -> deployment.map(Share::index));
    int index =
        given.orElseThrow(
            () ->
                new SetupException(
                    "pggit.injectors = %d, and nothing says which of them this is: expected pggit.injector = 0 to %d, or JOB_COMPLETION_INDEX in the environment"
                        .formatted(injectors, injectors - 1)));
    if (index >= injectors) {
      throw new SetupException(
          "pggit.injector = %d: expected 0 to %d, since pggit.injectors = %d"
              .formatted(index, injectors - 1, injectors));
    }
    return new Share(injectors, index);
  }

  /** Whether there are others. */
  public boolean shared() {
    return injectors > 1;
  }

  /** How many of a number of users this one has. */
  public int of(int whole) {
    return whole / injectors + (index < whole % injectors ? 1 : 0);
  }

  /** Its part of a rate. */
  public double of(double whole) {
    return whole / injectors;
  }

  /** How many injectors have any of so many users: those with the lowest indexes. */
  public int among(int whole) {
    return Math.min(injectors, whole);
  }

  /**
   * Number among all injectors' users of one that is the {@code own}th here. Whatever the whole,
   * the users that this injector has of it are those numbered up to it.
   *
   * @param own from 1
   */
  public int number(int own) {
    return (own - 1) * injectors + index + 1;
  }
}
