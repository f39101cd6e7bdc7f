package pggit.load.exhaustion;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.ObjectName;

/** Bytes of this JVM's objects that are still referred to. */
final class LiveHeap {

  private LiveHeap() {}

  /**
   * Collects garbage and counts what is left, object by object, in some 50 ms. {@code
   * MemoryMXBean.getHeapMemoryUsage} will not do: G1 tells it whole regions of up to 32 MB.
   */
  static long bytes() {
    try {
      var histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      // Total         35412        2387880
      return histogram
          .lines()
          .filter(line -> line.startsWith("Total"))
          .map(line -> Arrays.asList(line.trim().split("\\s+")))
          .mapToLong(fields -> Long.parseLong(fields.get(2)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no total in " + histogram));
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not count its objects: use HotSpot", e);
    }
  }
}
