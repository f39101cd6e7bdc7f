package pggit.load.simulations;

import io.gatling.javaapi.core.PopulationBuilder;
import java.util.List;

/** Populations one after the other: each begins when the last user of the one before has gone. */
final class InOrder {

  private InOrder() {}

  static PopulationBuilder of(List<PopulationBuilder> populations) {
    var chain = populations.get(populations.size() - 1);
    for (int i = populations.size() - 2; i >= 0; i--) {
      chain = populations.get(i).andThen(chain);
    }
    return chain;
  }
}
