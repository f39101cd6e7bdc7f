package pggit.load.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id anchor
 * @param title heading
 * @param absent why there is nothing to see; empty if there is
 */
record Section(String id, String title, List<Chart> charts, List<Table> tables, String absent) {
  Section {
    charts = List.copyOf(charts);
    tables = List.copyOf(tables);
  }

  /** One that says nothing where it has no chart. */
  static Section of(String id, String title, List<Chart> charts) {
    return new Section(id, title, charts, List.of(), "");
  }

  static Section absent(String why) {
    return new Section("", "", List.of(), List.of(), why);
  }

  Section with(Table table) {
    return new Section(id, title, charts, List.of(table), absent);
  }

  /** So many charts are read more easily two in a row. */
  boolean pairs() {
    return charts.size() > 3;
  }

  boolean isAbsent() {
    return charts.isEmpty() && tables.isEmpty();
  }
}
