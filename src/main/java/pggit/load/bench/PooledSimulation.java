package pggit.load.bench;

/** {@link Driver#POOLED}. */
public final class PooledSimulation extends ProtocolSimulation {

  @Override
  boolean direct() {
    return false;
  }
}
