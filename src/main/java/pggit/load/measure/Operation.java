package pggit.load.measure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Handle of one named operation of one {@link Recorder}: looked up once, used for every record. */
public final class Operation {
  private final Recorder owner;
  private final String name;
  private final int index;
  private final Map<String, Failures> failures = new ConcurrentHashMap<>();

  Operation(Recorder owner, String name, int index) {
    this.owner = owner;
    this.name = name;
    this.index = index;
  }

  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Place of this operation in the cells of {@code recorder}. */
  int indexIn(Recorder recorder) {
    if (owner != recorder) {
      throw new IllegalArgumentException("operation " + name + " belongs to another recorder");
    }
    return index;
  }

  void failed(String sqlState, String example) {
    failures.computeIfAbsent(sqlState, state -> new Failures(example)).count.increment();
  }

  Map<String, Failures> failures() {
    return failures;
  }

  /** Failures of one SQLSTATE; keeps the message of the first. */
  static final class Failures {
    final String example;
    final LongAdder count = new LongAdder();

    Failures(String example) {
      this.example = example;
    }
  }
}
