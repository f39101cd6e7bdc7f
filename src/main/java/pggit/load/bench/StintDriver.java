package pggit.load.bench;

/** A driver that can do one stint after the other. One thread at a time. */
interface StintDriver extends AutoCloseable {

  Sample run(Stint stint) throws Exception;

  @Override
  default void close() {}
}
