package pggit.load.report;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * Makes the page of a run in a JVM of its own, whose heap is limited, and prints the milliseconds
 * of processor time that this took.
 */
final class TenMillion {
  private TenMillion() {}

  public static void main(String[] arguments) {
    RunReport.write(Path.of(arguments[0]));
    System.out.println(
        "millis " + ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000);
  }
}
