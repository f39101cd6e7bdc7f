package pggit.load.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the page of a run in a JVM of its own, whose heap is limited, and prints the milliseconds
 * of processor time that this took, and those that it takes this machine to read the run's lines
 * ten times and take them apart.
 */
final class TenMillion {
  private static final List<String> FILES = List.of("latency.hlog", "server.csv", "pool.csv");

  /** One alone takes a tenth of a second or two, as it happens. */
  private static final int PASSES = 10;

  private TenMillion() {}

  public static void main(String[] arguments) throws IOException {
    Path run = Path.of(arguments[0]);
    long begin = processorMillis();
    long parts = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      for (String file : FILES) {
        try (var lines = Files.lines(run.resolve(file))) {
          parts += lines.mapToLong(line -> line.split(",").length).sum();
        }
      }
    }
    long read = processorMillis();
    RunReport.write(run);
    System.out.println("reading " + (read - begin) + " of " + parts + " parts");
    System.out.println("millis " + (processorMillis() - read));
  }

  private static long processorMillis() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
  }
}
