package pggit.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Text in rows and columns.
 *
 * @param caption what it is about
 * @param head names of the columns
 * @param rows as many cells each as {@code head}
 * @param words how many columns from the left hold words; the others hold numbers
 */
record Table(String caption, List<String> head, List<List<String>> rows, int words) {
  Table {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** Facts by name. */
  static Table facts(String caption, Map<String, String> facts) {
    List<List<String>> rows = new ArrayList<>();
    facts.forEach((name, value) -> rows.add(List.of(name, value)));
    return new Table(caption, List.of("name", "value"), rows, 2);
  }
}
