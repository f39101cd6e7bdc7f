package pggit.load.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the page of a run in a JVM of its own, whose heap is limited, and prints the milliseconds
 * of processor time that this takes, and those that it takes this machine to read the run's lines
 * ten times and take them apart: of three turns of both the least, which the machine's other work
 * and its compiler disturb the least.
 */
final class TenMillion {
  private static final List<String> FILES = List.of("latency.hlog", "server.csv", "pool.csv");

  /** One alone takes a tenth of a second or two, as it happens. */
  private static final int PASSES = 10;

  private static final int TURNS = 3;

  private TenMillion() {}

  public static void main(String[] arguments) throws IOException {
    Path run = Path.of(arguments[0]);
    long reading = Long.MAX_VALUE;
    long page = Long.MAX_VALUE;
    for (int turn = 0; turn < TURNS; turn++) {
      long begin = processorMillis();
      long parts = 0;
      for (int pass = 0; pass < PASSES; pass++) {
        parts += parts(run);
      }
      long read = processorMillis();
      RunReport.write(run);
      long made = processorMillis();
      System.out.println(parts + " parts"); // else nobody would need them
      reading = Math.min(reading, read - begin);
      page = Math.min(page, made - read);
    }
    System.out.println("reading " + reading);
    System.out.println("millis " + page);
  }

  private static long parts(Path run) throws IOException {
    long parts = 0;
    for (String file : FILES) {
      try (var lines = Files.lines(run.resolve(file))) {
        parts += lines.mapToLong(line -> line.split(",").length).sum();
      }
    }
    return parts;
  }

  private static long processorMillis() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
  }
}
