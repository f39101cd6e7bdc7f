package pggit.load.protocol;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ChainBuilder;

/** The one place that knows how a Scala trait with a default method looks from Java. */
abstract class ScalaBuilder implements ActionBuilder {

  @Override
  public ChainBuilder toChainBuilder() {
    return ActionBuilder.toChainBuilder$(this);
  }
}
