package pggit.load.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Failures of one operation by kind of error, from any number of threads. */
final class Failures {
  /** Enough to recognise an error by; a server may quote a whole statement. */
  private static final int EXAMPLE_LENGTH = 500;

  /** More kinds are told apart by their SQLSTATE alone. */
  private static final int KINDS = 50;

  private record Seen(String example, LongAdder count) {}

  private final Map<Cause.Kind, Seen> kinds = new ConcurrentHashMap<>();

  void add(String sqlState, String example) {
    var kind = Cause.Kind.of(sqlState, example);
    if (kinds.size() >= KINDS && !kinds.containsKey(kind)) {
      kind = new Cause.Kind(sqlState, "");
    }
    kinds
        .computeIfAbsent(kind, unseen -> new Seen(shortened(example), new LongAdder()))
        .count
        .increment();
  }

  Map<Cause.Kind, Long> byKind() {
    Map<Cause.Kind, Long> counts = new TreeMap<>();
    kinds.forEach((kind, seen) -> counts.put(kind, seen.count.sum()));
    return counts;
  }

  /** By SQLSTATE, each with the first message of its most frequent kind. */
  List<ErrorCount> counts(String operation) {
    Map<String, List<Seen>> byState = new TreeMap<>();
    kinds.forEach(
        (kind, seen) -> byState.computeIfAbsent(kind.sqlState(), s -> new ArrayList<>()).add(seen));
    List<ErrorCount> counts = new ArrayList<>();
    byState.forEach(
        (sqlState, seen) -> {
          long count = seen.stream().mapToLong(s -> s.count.sum()).sum();
          var most = Collections.max(seen, Comparator.comparingLong(s -> s.count.sum()));
          if (count > 0) { // 0 while the first one is just being counted
            counts.add(new ErrorCount(operation, sqlState, count, most.example));
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
