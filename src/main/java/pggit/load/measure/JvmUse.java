package pggit.load.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has used since it started: the load generator's own share of the machine.
 *
 * @param cpuMicros processor time of all its threads
 * @param heapBytes in use now, garbage included
 * @param gcCount collections
 * @param gcMillis time that collections took
 */
public record JvmUse(long cpuMicros, long heapBytes, long gcCount, long gcMillis) {

  public static JvmUse now() {
    long count = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += Math.max(0, collector.getCollectionCount()); // -1: not known
      millis += Math.max(0, collector.getCollectionTime());
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new JvmUse(
        system.getProcessCpuTime() / 1_000,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        count,
        millis);
  }
}
