package pggit.load.bench;

import java.time.Duration;
import java.util.List;

/** What a benchmark compares. */
public record BenchPlan(
    List<Driver> drivers,
    List<Load> loads,
    List<Integer> connections,
    int rounds,
    Duration warmup,
    Duration measured,
    List<String> jvmOptions) {}
