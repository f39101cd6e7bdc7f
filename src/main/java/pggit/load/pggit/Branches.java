package pggit.load.pggit;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Branch names as small numbers. The first 16,383 names get one; entries on branches beyond that
 * keep their name by themselves. Safe for any thread.
 */
final class Branches {

  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, String> names = new ConcurrentHashMap<>();
  private final Map<Integer, String> namesByEntry = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  /** The number of the branch that an entry is on. */
  int number(int entry, String name) {
    Integer known = numbers.get(name);
    if (known == null && next.get() <= Entries.MAX_BRANCH) {
      known = numbers.computeIfAbsent(name, this::assign);
    }
    if (known == null || known > Entries.MAX_BRANCH) {
      namesByEntry.put(entry, name);
      return Entries.MAX_BRANCH + 1;
    }
    return known;
  }

  /** The number of a branch, if it has one. */
  OptionalInt known(String name) {
    Integer number = numbers.get(name);
    return number == null || number > Entries.MAX_BRANCH
        ? OptionalInt.empty()
        : OptionalInt.of(number);
  }

  String name(int entry, int number) {
    String name = number > Entries.MAX_BRANCH ? namesByEntry.get(entry) : names.get(number);
    if (name == null) {
      throw new IllegalStateException("no branch is known for entry " + entry);
    }
    return name;
  }

  private int assign(String name) {
    int number = next.getAndIncrement();
    names.put(number, name);
    return number;
  }
}
