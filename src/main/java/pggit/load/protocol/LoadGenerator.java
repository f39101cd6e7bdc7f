package pggit.load.protocol;

import io.gatling.javaapi.core.DeploymentInfo;
import java.util.Optional;

/**
 * What Gatling Enterprise says of this process.
 *
 * @param generators how many there are in the run
 * @param index which of them this is, from 0
 */
public record LoadGenerator(int generators, int index) {

  /** Empty where there is no other, as in Gatling's open-source edition. */
  public static Optional<LoadGenerator> current() {
    var info = DeploymentInfo.INSTANCE;
    return info.numberOfLoadGeneratorsInRun > 1
        ? Optional.of(
            new LoadGenerator(info.numberOfLoadGeneratorsInRun, info.indexOfLoadGeneratorInRun))
        : Optional.empty();
  }
}
