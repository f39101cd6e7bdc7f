package pggit.load.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Failures of one operation by SQLSTATE, from any number of threads. */
final class Failures {
  /** Enough to recognise an error by; a server may quote a whole statement. */
  private static final int EXAMPLE_LENGTH = 500;

  private record Kind(String example, LongAdder count) {}

  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  void add(String sqlState, String example) {
    kinds
        .computeIfAbsent(sqlState, unseen -> new Kind(shortened(example), new LongAdder()))
        .count
        .increment();
  }

  List<ErrorCount> counts(String operation) {
    List<ErrorCount> counts = new ArrayList<>();
    kinds.forEach(
        (sqlState, kind) -> {
          long count = kind.count.sum();
          if (count > 0) { // 0 while the first one is just being counted
            counts.add(new ErrorCount(operation, sqlState, count, kind.example));
          }
        });
    return counts;
  }

  <T> Map<String, T> by(Function<ErrorCount, T> what) {
    return counts("").stream()
        .collect(Collectors.toMap(ErrorCount::sqlState, what, (a, b) -> a, TreeMap::new));
  }

  private static String shortened(String example) {
    return example.length() > EXAMPLE_LENGTH ? example.substring(0, EXAMPLE_LENGTH) : example;
  }
}
