package pggit.load.bench;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import pggit.load.measure.JvmUse;

/**
 * What a load came to after its warm-up.
 *
 * @param perSecond requests that were answered without an error
 * @param cpuMicros processor time of the driver's process for one of them
 */
record Served(double perSecond, double cpuMicros) {

  /** Of a load in this JVM; the seconds of warm-up begin with its first request. */
  static Served measure(int warmup, int seconds, LongSupplier requests, BooleanSupplier over)
      throws InterruptedException {
    for (int millis = 0; millis < 60_000 && requests.getAsLong() == 0; millis++) {
      Thread.sleep(over.getAsBoolean() ? 0 : 1);
    }
    Thread.sleep(warmup * 1_000L);
    long cpuBefore = JvmUse.now().cpuMicros();
    long began = System.nanoTime();
    long before = requests.getAsLong();
    Thread.sleep(seconds * 1_000L);
    double done = requests.getAsLong() - before;
    double took = (System.nanoTime() - began) / 1e9;
    double cpu = JvmUse.now().cpuMicros() - cpuBefore;
    if (done == 0 || over.getAsBoolean()) {
      throw new IllegalStateException("the load failed, or ended before its measurement did");
    }
    return new Served(done / took, cpu / done);
  }
}
