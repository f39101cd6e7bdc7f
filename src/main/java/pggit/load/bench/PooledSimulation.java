package pggit.load.bench;

/** {@link Driver#POOLED}. */
public class PooledSimulation extends ProtocolSimulation {

  @Override
  boolean direct() {
    return false;
  }
}
