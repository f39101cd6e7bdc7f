package pggit.load.pggit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Counts findings of one kind and keeps a few. Safe for any thread. */
final class Anomalies {

  static final int KEPT = 3;

  private final List<Supplier<String>> examples = new ArrayList<>();
  private long count;

  synchronized void add(Supplier<String> example) {
    count++;
    if (examples.size() < KEPT) {
      examples.add(example);
    }
  }

  void add(String example) {
    add(() -> example);
  }

  /** Adds one that explains more than others do, so that it comes first. */
  synchronized void addTelling(Supplier<String> example) {
    count++;
    examples.add(0, example);
    if (examples.size() > KEPT) {
      examples.remove(KEPT);
    }
  }

  synchronized void add(long more) {
    count += more;
  }

  synchronized long count() {
    return count;
  }

  synchronized boolean none() {
    return count == 0;
  }

  /** {@code ", e.g. a; b"}, or nothing; their text is made now. */
  synchronized String examples() {
    return examples.isEmpty()
        ? ""
        : examples.stream().map(Supplier::get).collect(Collectors.joining("; ", ", e.g. ", ""));
  }

  /** {@code 3 registered twice, e.g. a; b}. */
  synchronized String told(String what) {
    return count + " " + what + examples();
  }

  /** {@code 4,000 acknowledged commits}; the noun is given in the singular. */
  static String number(long count, String noun) {
    return number(count, noun, noun + "s");
  }

  /** {@code 1 ID was}, {@code 2 IDs were}. */
  static String number(long count, String one, String several) {
    return number(count) + " " + (count == 1 ? one : several);
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
